"""Metadata of a file as XMP (ISO 16684-1), saying what the information dictionary says.

Plain facts in, a packet out. It claims conformity with no standard: nothing that claims one is checked here.
"""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}T00:00:00+07:00</xmp:CreateDate><xmp:ModifyDate>{day}T00:00:00+07:00</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def write_packet(title: str, author: str, day: date) -> bytes:
    """The packet of a file of this title, of whom, released on `day`."""
    return _PACKET.format(title=escape(title), author=escape(author), day=day.isoformat()).encode("utf-8")
