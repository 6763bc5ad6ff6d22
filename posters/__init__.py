"""Drawing posters and reading them back. Knows millimetres and codes; imports nothing from `kiosk`.

The modules by what they are about; a test holds that each stands here once.

* facts that come in: spec, products_spec, report_spec, geometry, errors
* faces and text: fonts, faces, prepare, text, unbroken, printable
* symbols and marks: qr, codewords, marks, plates
* posting sheets: sheets, cards, masthead, bands, furniture, emblem, svg
* index boards: board, board_index, guide
* other papers of the fast writer: leaf, flow, front, booklet, single, everyday, banner, hanging
* ordinary papers, by reportlab: document, notice, report
* from drawings to PDF files: surface, body, areas, pdf, syntax, structure, outline, xmp
* what a print shop needs of finished files: press, inks, intent, stamp, tagging
* reading back, of finished files, under bad conditions, from photos of walls: inspect, likeness, hardship, photo
"""
