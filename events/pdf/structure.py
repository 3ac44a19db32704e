"""What a file says of its parts to whoever has it read aloud: titles, paragraphs, tables with their rows and cells."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pydyf

ROOT: Final = "Document"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Named as PDF names it: H1, P, Table, TR, TH. Each is only itself; its places are those where it was drawn."""

    role: str
    parent: "Part | None" = None


class _Written(pydyf.Object):  # type: ignore[misc]  # its package has no types
    """An object that is made as text: there are tens of thousands of them."""

    data = b""


def add_structure(pdf: Any, pages: Sequence[Any], drawn: Sequence[Sequence[Part]]) -> None:
    """Tag a file: `drawn` are the parts of each page, by the numbers that its marks have."""
    tree = _Tree(pdf, pages, drawn)
    tree.write()
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["StructTreeRoot"] = tree.root.reference
    for number, page in enumerate(pages):
        page["StructParents"], page["Tabs"] = number, "/S"


class _Tree:
    """The parts in the order in which they were drawn."""

    def __init__(self, pdf: Any, pages: Sequence[Any], drawn: Sequence[Sequence[Part]]) -> None:
        self._pdf, self._pages, self._drawn = pdf, pages, drawn
        self._objects: dict[Part, _Written] = {}
        self._kids: defaultdict[Part | None, list[Part]] = defaultdict(list)
        self._marks: defaultdict[Part, list[tuple[int, int]]] = defaultdict(list)
        self.root, self._whole = self._added(), self._added()
        for page, parts in enumerate(drawn):
            for number, part in enumerate(parts):
                self._marks[part].append((page, number))
                self._place(part)

    def _added(self) -> _Written:
        made = _Written()
        self._pdf.add_object(made)
        return made

    def _place(self, part: Part | None) -> None:
        while part and part not in self._objects:
            self._objects[part] = self._added()
            self._kids[part.parent].append(part)
            part = part.parent

    def write(self) -> None:
        for part, made in self._objects.items():
            above = self._objects[part.parent] if part.parent else self._whole
            scope = "/A<</O/Table/Scope/Column>>" if part.role == "TH" else ""
            made.data = (
                f"<</S/{part.role}/P {above.number} 0 R{scope}{self._within(part)}>>".encode()
            )
        whole = f"<</S/{ROOT}/P {self.root.number} 0 R/K[{self._refer(self._kids[None])}]>>"
        self._whole.data = whole.encode()
        told = (f"{page} [{self._refer(parts)}]" for page, parts in enumerate(self._drawn))
        by_page = f"/ParentTree<</Nums[{' '.join(told)}]>>/ParentTreeNextKey {len(self._drawn)}"
        root = f"<</Type/StructTreeRoot/K {self._whole.number} 0 R{by_page}>>"
        self.root.data = root.encode()

    def _within(self, part: Part) -> str:
        """Its own parts, or its marks, on whichever pages they are."""
        if kids := self._kids.get(part):
            return f"/K[{self._refer(kids)}]"
        marks = self._marks[part]
        places = [(self._pages[page].number, number) for page, number in marks]
        if len(places) == 1:
            return "/Pg {} 0 R/K {}".format(*places[0])
        told = ("<</Type/MCR/Pg {} 0 R/MCID {}>>".format(*each) for each in places)
        return f"/K[{''.join(told)}]"

    def _refer(self, parts: Sequence[Part]) -> str:
        return " ".join(f"{self._objects[each].number} 0 R" for each in parts)
