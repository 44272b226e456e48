"""Words for what is wrong with something typed, said so that people know what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from wgsm_archive.i18n.messages import Lazy, lazy_

PROBLEMS: Mapping[str, Lazy] = {
    "look-again": lazy_("Something was found in paragraphs that should be looked at again. They are listed below."),
    "required": lazy_("Please fill this in."),
    "choose": lazy_("Please choose one."),
    "too-long": lazy_("This is too long. Please shorten it."),
    "too-short": lazy_("This is too short. Please write a little more."),
    "too-many": lazy_("These are too many. Please take some away."),
    "too-big": lazy_("This file is too big."),
    "date-shape": lazy_("Please write the date as 2011, 2011-03 or 2011-03-09."),
    "date-over": lazy_("This day is over. Please choose one that is still to come, or leave it empty."),
    "date-future": lazy_("This date is still to come. Please check it."),
    "date-order": lazy_("The end lies before the beginning. Please check both dates."),
    "not-a-number": lazy_("Please write a number."),
    "out-of-range": lazy_("This number cannot be right. Please check it."),
    "not-a-place": lazy_("This is not a place on Earth. Please check the numbers."),
    "unknown-term": lazy_("This is not in our list. Please choose from the list, or write it in your own words."),
    "unknown-choice": lazy_("Please choose one of the answers on the page."),
    "unknown-country": lazy_("We do not know this country. Please choose it from the list."),
    "unknown-language": lazy_("We do not know this language. Please choose it from the list, or write its short code."),
    "language-closed": lazy_("The tellers do not want it to be read in this language."),
    "machine-silent": lazy_(
        "The machine gave no translation. Nothing you wrote is lost: try again later, or translate it."
    ),
    "machine-languages": lazy_("The machine does not know these languages. Please translate it yourself."),
    "notes-many": lazy_("This paragraph has notes enough. Please take one out first."),
    "questions-many": lazy_("Many questions wait for the tellers already. Please wait for their answers first."),
    "version-exists": lazy_("The story is in this language already, or somebody is translating it into it."),
    "unknown-code": lazy_("No story opens with this code. Please check every word."),
    "unknown-field": lazy_("This field does not exist here."),
    "file-type": lazy_("Files of this kind cannot be taken in."),
    "file-unreadable": lazy_("This file cannot be read."),
    "file-empty": lazy_("Please choose a file. This one is empty, or none was chosen."),
    "file-ending": lazy_("The name of this file says that it is something else than it is."),
    "file-heavy": lazy_("This file needs too much memory or time to be looked at. Please save it anew, smaller."),
    "sound-broken": lazy_(
        "This recording is damaged, or made in a way that we cannot clean of what tells of you. Please save it anew, "
        "for example as MP3."
    ),
    "sound-kind": lazy_("Recordings of this kind cannot be taken in. MP3, M4A, OGG, WAV and WebM can."),
    "sound-long": lazy_("A recording can last thirty minutes. Please cut this one in two."),
    "transcript-missing": lazy_("Please write down first what is said: this recording is an answer without words."),
    "sound-empty": lazy_("There is no sound in this recording."),
    "photo-pixels": lazy_("This picture is too large. Please make it smaller than 12,000 by 12,000 points."),
    "document-active": lazy_(
        "This document holds programs or other files. Please save it as a plain PDF and try again."
    ),
    "document-locked": lazy_("This document is locked with a password. Please save it without one."),
    "files-many": lazy_("A story can hold forty files. Please remove one first."),
    "voice-agree": lazy_("Please say whose voice it is: without that nobody may hear it."),
    "files-heavy": lazy_("The files of this story are too large together. Please remove one first."),
    "uploads-today": lazy_("Enough files came in today. Please try again tomorrow."),
    "cleaner-busy": lazy_("Other files are being looked at. Please send it again in a minute."),
    "disk-full": lazy_("The archive has no room for files at the moment. Please try again in some days."),
    "file-other-story": lazy_("This file belongs to another story. Please bring it back there."),
    "file-other-language": lazy_("This file is a translation into another language. Please bring it back there."),
    "codes-differ": lazy_("Each number in braces has to stand in the text exactly once, as in the source."),
    "sheet-no-numbers": lazy_(
        "No paragraph begins with a number of this story. Please type the number in brackets first, as on the sheet, "
        "then the text."
    ),
    "file-not-ours": lazy_(
        "This file did not come from here, or the program that saved it left out what tells its paragraphs apart. "
        "Please take the story along once more."
    ),
    "file-entities": lazy_(
        "This file asks to be put together from other files, so it cannot be read. Please save it anew with the "
        "program that you translate with."
    ),
    "file-old-word": lazy_("This is an old kind of Word file. Please open it and save it as .docx, .odt or .pdf."),
    "file-pictures-only": lazy_(
        "This is a picture of pages: it holds no letters that can be read. Please bring the text it was made from, "
        "or type it in."
    ),
    "file-no-words": lazy_("No words were found in this file."),
    "file-letters": lazy_(
        "Which letters this file is written in cannot be told. Please save it as plain text in UTF-8, or as .docx or "
        ".odt."
    ),
    "file-too-much": lazy_("This file holds more than can be taken in at once. Please bring it in parts."),
    "file-busy": lazy_("Other files are being read at the moment. Please try again in a minute."),
    "file-language": lazy_(
        "Which language this is written in cannot be told. Please choose it, and the file once more."
    ),
    "place-taken": lazy_("This holds one line, and there is one already. Please choose another place."),
    "not-an-address": lazy_("Please write a web address that begins with https:// or http://."),
    "not-an-email": lazy_("Please write an e-mail address, such as name@example.org."),
    "taken": lazy_("This is already in use. Please choose another."),
    "password-short": lazy_("Please take a longer password. Four or five words are easy to remember."),
    "password-common": lazy_("Many people use this password, so it is easily guessed. Please take another."),
    "password-differs": lazy_("The two passwords are not the same."),
    "invitation-needed": lazy_("Please type the words of your invitation."),
    "invitation-over": lazy_("These words open nothing, or not any more. Please ask those who gave them to you."),
    "question-needed": lazy_("Please write a question for those who have no JavaScript."),
    "bad-id": lazy_("Please use small letters from a to z, digits, and hyphens between them."),
    "core-term": lazy_("This term belongs to the core of the lists, and stays."),
    "sign-in": lazy_("The name or the password is not right."),
    "expired": lazy_("This has run out. Please begin again."),
    "form-old": lazy_("The page was open for a long time. Nothing is lost: please send it once more."),
    "changed-meanwhile": lazy_("Somebody else saved meanwhile. Please look at both texts."),
    "consent-missing": lazy_("Please decide who may read it."),
    "consent-forbids": lazy_("The tellers have not allowed this."),
    "checklist-incomplete": lazy_("Please answer the whole checklist first."),
    "checklist-problem": lazy_("A question of the checklist still shows a problem."),
    "nothing-changed": lazy_("Nothing was changed yet."),
    "unsettled": lazy_("Something is not settled yet. Settle it, or say that you publish nevertheless."),
    "masked-term": lazy_("Here stands something that is withheld in this story. It must not appear in any language."),
    "same-as-source": lazy_("This is the same as the original. Please translate it."),
    "bidi-control": lazy_(
        "This text holds hidden characters that turn the direction of writing. Please type it again."
    ),
    "bad-tag": lazy_("This is no code of a language. Codes look like qu, pt-BR or sat-Olck."),
    "source-language": lazy_("The words stand in this language already: they are translated from it."),
    "not-a-catalog": lazy_("This is not a PO file that can be read."),
    "not-text": lazy_("This holds characters that are no text. Please type it again."),
}
"""By the code of the rule, as `domain.errors.Refused` carries it."""

_UNKNOWN = lazy_("Something is not right here. Please check it.")


def problem(code: str, **values: object) -> str:
    """What is wrong, in words; a general sentence for a code that has none of its own."""
    return PROBLEMS.get(code, _UNKNOWN) % values
