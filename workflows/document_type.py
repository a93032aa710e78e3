"""The shape of a paper: one row of the tables in `workflows/papers`. Nothing is chosen or checked here."""

from dataclasses import dataclass

from workflows.vocabulary import ClockEffect, Labelled, RecordKind


class Addressee(Labelled):
    """To whom a paper speaks; only an applicant's papers and internal ones may name the applicant (条例32)."""

    applicant = "applicant", "申请人"
    third_party = "third_party", "第三方"
    co_maker = "co_maker", "共同制作机关"
    agency = "agency", "其他机关"
    department = "department", "协办部门"
    units = "units", "下属各单位"
    internal = "internal", "本机关存档"
    review_body = "review_body", "复议机关"
    court = "court", "人民法院"

    @property
    def judges(self) -> bool:
        """Whether the paper goes to who decides a dispute, and tells of the request that is disputed."""
        return self in (Addressee.review_body, Addressee.court)


class HeadForm(Labelled):
    """How the first page of a paper names its agency (GB/T 9704-2012, 7.2.4 and 10.1)."""

    letter = "letter", "信函格式"
    red = "red", "红头格式"


@dataclass(frozen=True)
class DocumentType:
    """One paper. `word` enters its 发文字号 behind the unit's mark; without it the paper has no number of its own.

    `remedy`: whether the paper tells its reader where to seek a remedy (132号第3条). `limit` is the last day to send it, in
    words; `effect` what its sending does to the clock. `needs` are the facts without which it is not drawn: place in
    the context and Chinese name. `uses` are the acts whose record it repeats. `on_demand`: it is drawn from the state
    whenever somebody asks, for records of these kinds, and never frozen; it is offered once one of `after` was done.
    """

    key: str
    title: str
    basis: str
    addressee: Addressee
    word: str = ""
    remedy: bool = False
    calls_itself: str = "本告知书"
    limit: str = ""
    effect: ClockEffect | None = None
    needs: tuple[tuple[str, str], ...] = ()
    uses: tuple[str, ...] = ()
    on_demand: tuple[RecordKind, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The title as it is printed: whom the paper is for is said by its addressee, not by its heading."""
        return self.title.partition("（给")[0]

    @property
    def shows_applicant(self) -> bool:
        """Whether its reader may know who asked; the law asks others about the information only (条例32, 34)."""
        return self.addressee in (Addressee.applicant, Addressee.internal)
