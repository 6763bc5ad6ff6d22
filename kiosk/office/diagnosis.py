"""What the doctor says of a workspace: every damage with what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.release.damage import Damage


@dataclass(frozen=True, slots=True)
class Finding:
    """A damage and what became of it: `done` says how it was healed, "" where it was not; `needs_consent` where that
    waits for a person to agree; `failure` what stood in the way."""

    damage: Damage
    done: str = ""
    needs_consent: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Every damage that was seen, each with what became of it."""

    findings: tuple[Finding, ...]

    @property
    def left(self) -> tuple[Finding, ...]:
        """What is still damaged."""
        return tuple(finding for finding in self.findings if not finding.done)
