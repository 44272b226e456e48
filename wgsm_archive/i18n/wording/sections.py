"""The prompts of a case study: what each part is called, what is asked, and what to keep out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wgsm_archive.domain.case_study import OVERALL_WHY, TITLE, PhasePart, Section
from wgsm_archive.i18n.messages import Lazy, lazy_


@dataclass(frozen=True, slots=True)
class Prompt:
    """A heading for readers, a question for tellers, and help that stands before the field (may be None)."""

    heading: Lazy
    question: Lazy
    help: Lazy | None = None


_BEGINNING: Mapping[str, Prompt] = {
    TITLE: Prompt(
        lazy_("Title"),
        lazy_("What should this story be called?"),
        lazy_("A short line that another movement would stop at. If names put people in danger, leave names out."),
    ),
    Section.SUMMARY: Prompt(
        lazy_("In short"),
        lazy_("What happened, what did you do, and what did you learn?"),
        lazy_("Three to five sentences are enough. Many people will read only this."),
    ),
    Section.PEOPLE: Prompt(
        lazy_("Who we are"),
        lazy_("Who are the people in this struggle, and how did you come together?"),
        lazy_(
            "Speak of groups rather than of single persons. Leave out names and jobs by which somebody could be found."
        ),
    ),
    Section.PLACE: Prompt(
        lazy_("Where we live and what it means to us"),
        lazy_("What is this place like, and what does it mean to you?"),
        lazy_(
            "Name places only as exactly as is safe. A river basin or a part of the country is often enough. "
            "Leave out where sacred places, meeting places and homes are."
        ),
    ),
    Section.THREAT: Prompt(
        lazy_("What was being taken or denied"),
        lazy_("What was planned or done to you? Who decided it? What were you told, and did anyone ask you?"),
        lazy_("Where you accuse somebody, tell what you saw and what can be shown."),
    ),
    Section.ROOTS: Prompt(
        lazy_("What is behind it"),
        lazy_("Which companies, banks, laws or powers push this? Do you see the same in other places?"),
    ),
    Section.STORY: Prompt(
        lazy_("What happened, step by step"),
        lazy_("How did it go, one step after another?"),
        lazy_(
            "Tell it in as many steps as you need. A year or a season is exact enough. "
            "Leave out plans that are not over yet, and who did what."
        ),
    ),
    Section.STRATEGY: Prompt(
        lazy_("What we tried and why"),
        lazy_("Which actions did you take, and how did you choose them? What did each one need?"),
        lazy_(
            "Think of people, time, money, skills and allies. "
            "Leave out what would help an opponent to stop you or others next time."
        ),
    ),
    Section.RIGHTS: Prompt(
        lazy_("How we used human rights"),
        lazy_(
            "Did you use rights, in your own words, in laws, courts or the United Nations? What helped, what did not?"
        ),
        lazy_("If a court case is still open, ask your lawyer what may be told now."),
    ),
    Section.WOMEN: Prompt(
        lazy_("Women in the struggle"),
        lazy_("Who spoke, who decided, who cared for others, who took the risks? What changed that?"),
        lazy_("If you tell of violence against someone, tell nothing by which she could be recognised."),
    ),
}

_MIDDLE: Mapping[str, Prompt] = {
    Section.LEADERS: Prompt(
        lazy_("How leaders grow"),
        lazy_("How do new people learn to lead? How do you hold leaders to account, and how do you protect them?"),
    ),
    Section.ALLIES: Prompt(
        lazy_("Allies"),
        lazy_("Who stood with you? How did you keep the decisions in your own hands? What went wrong?"),
        lazy_("Ask allies whether they wish to be named."),
    ),
    Section.HARD: Prompt(
        lazy_("What was hard"),
        lazy_("What wore you down: attacks, division, people bought off, tiredness? How did you respond?"),
        lazy_("Leave out names of people who were arrested, hurt or who gave in, unless they agreed."),
    ),
    Section.CHANGE: Prompt(
        lazy_("What changed"),
        lazy_("What did you win, what did you lose, and what is still open?"),
        lazy_("Losses and half victories teach as much as victories."),
    ),
    Section.WORKED: Prompt(lazy_("What worked and why"), lazy_("What helped most, and why did it work?")),
    Section.FAILED: Prompt(
        lazy_("What did not work and why"),
        lazy_("What did you try that did not work? Why not?"),
        lazy_("This may save another movement a year of work. You need not blame anyone."),
    ),
    Section.DIFFERENTLY: Prompt(
        lazy_("What we would do differently"), lazy_("If you could begin again, what would you do differently?")
    ),
    Section.ADVICE: Prompt(
        lazy_("If you face the same"),
        lazy_("What should another movement know first? When should they not do what you did?"),
        lazy_("Speak to them as you would to visitors at your table."),
    ),
    Section.NEXT: Prompt(
        lazy_("What comes next and what we need"),
        lazy_("What are your next steps? What support do you want, and what would you like to ask others?"),
        lazy_("Leave out actions that must not be known beforehand."),
    ),
    Section.MEMORY: Prompt(
        lazy_("Words, songs, images"),
        lazy_("Which sayings, songs or pictures carry this story?"),
        lazy_("Ask the people who are seen or heard. Keep back what is sacred or not yours to share."),
    ),
    Section.SOURCES: Prompt(
        lazy_("Where to read or hear more"),
        lazy_("Where can people read, hear or see more about it?"),
        lazy_("A link may show who you are. Give it only if that is safe."),
    ),
    OVERALL_WHY: Prompt(
        lazy_("Why we judge it so"),
        lazy_("Why do you see it as a gain, a loss, or both?"),
    ),
}

PROMPTS: Mapping[str, Prompt] = {**_BEGINNING, **_MIDDLE}
"""By the name of the field: title, every section, and why the tellers judge the outcome as they do."""

PHASE_PROMPTS: Mapping[PhasePart, Prompt] = {
    PhasePart.WHEN: Prompt(
        lazy_("When"),
        lazy_("When was this?"),
        lazy_("As exact as you like: “2011”, “the dry season”, “after the flood”."),
    ),
    PhasePart.WE: Prompt(lazy_("We did"), lazy_("What did you do?")),
    PhasePart.THEY: Prompt(lazy_("They did"), lazy_("What did the other side do?")),
    PhasePart.CHANGED: Prompt(lazy_("What changed"), lazy_("What was different after that?")),
}
"""What is asked of each step of the story."""
