"""Checks of translated prose: right pairs are left alone, wrong ones are found, in many scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgsm_archive.domain.checking import ERRORS, Finding, Pair, TextCheck, findings, mend
from wgsm_archive.domain.glossary import Term, TermKind

EN = "All human beings are born free and equal in dignity and rights."
ARTICLES = {
    "ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos.",
    "or": "ସମସ୍ତ ମନୁଷ୍ୟ ଜନ୍ମକାଳରୁ ସ୍ୱାଧୀନ ଏବଂ ମର୍ଯ୍ୟାଦା ଓ ଅଧିକାରରେ ସମାନ।",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits.",
    "pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos.",
    "th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "my": "လူတိုင်းသည် တူညီလွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့်လည်းကောင်း၊ တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့်လည်းကောင်း မွေးဖွားလာသူများဖြစ်သည်။",
    "am": "የሰው ልጅ ሁሉ ሲወለድ ነጻና በክብርና በመብትም እኩልነት ያለው ነው።",
    "zh": "人人生而自由，在尊严和权利上一律平等。",
    "ur": "تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔",
}


def checks(source: str, target: str, languages: str = "en es", **more: object) -> set[TextCheck]:
    one, two = languages.split()
    return {found.check for found in findings(Pair(source, target, one, two, **more))}  # type: ignore[arg-type]


def only(check: TextCheck, source: str, target: str, languages: str = "en es", **more: object) -> Finding:
    one, two = languages.split()
    found = [each for each in findings(Pair(source, target, one, two, **more)) if each.check is check]  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("tag", list(ARTICLES))
def test_good_translations_are_left_alone(tag: str):
    for other, text in {"en": EN, **ARTICLES}.items():
        if other != tag:
            assert checks(text, ARTICLES[tag], f"{other} {tag}") == set()


RIGHT = [
    # Digits and separators of each language.
    ("en ar", "They paid 1,200,000 in 2013.", "دفعوا ١٬٢٠٠٬٠٠٠ في عام ٢٠١٣."),
    ("en hi", "They paid 1,200,000 in 2013.", "उन्होंने २०१३ में १२,००,००० दिए।"),
    ("en es", "They paid 1,200,000 and 3.5 % in 2013.", "Pagaron 1.200.000 y 3,5 % en 2013."),
    ("en fr", "12,400 people came.", "12 400 personnes sont venues."),
    ("fr en", "En 2013 400 personnes sont venues.", "In 2013, 400 people came."),
    ("en or", "They waited 45 days.", "ସେମାନେ ୪୫ ଦିନ ଅପେକ୍ଷା କଲେ।"),
    ("en th", "They came in 2014.", "พวกเขามาในปี ๒๕๕๗"),
    ("en my", "They waited 45 days.", "သူတို့ ၄၅ ရက် စောင့်ခဲ့ကြသည်။"),
    ("es en", "Esperaron nueve días.", "They waited 9 days."),
    ("en es", "On 9 March 2011 they came.", "El 9 de marzo de 2011 llegaron."),
    # Signs that stay, wherever they stand in the sentence.
    ("en ar", "See [the map](https://x.org/a) {1} and `wgsm`.[^2]", "انظر `wgsm` و{1} [الخريطة](https://x.org/a).[^2]"),
    ("en es", "**We** stayed, *all* of us.", "*Todas* nos quedamos, **nosotras**."),
    ("en es", "snake_case_name stays.", "snake_case_name se queda."),
    # Questions and calls.
    ("en ar", "Who owns the land?", "لمن الأرض؟"),
    ("en es", "Who owns the land?", "¿De quién es la tierra?"),
    ("en el", "Who owns the land?", "Σε ποιον ανήκει η γη;"),
    ("en hy", "They stayed.", "Նրանք մնացին։"),
    ("en hi", "They said: “We stay.”", "उन्होंने कहा: “हम रहेंगे।”"),
    # Doubled words that are good grammar.
    ("en hi", "They went slowly.", "वे धीरे धीरे गए।"),
    ("en fr", "You see each other.", "Vous vous voyez."),
    ("en sw", "They went slowly.", "Walienda pole pole."),
    ("en es", "Water, water!", "¡Agua, agua!"),
    # Words of two scripts on purpose.
    ("en ar", "The NGO came.", "جاءت الـNGO."),
    ("en hi", "The NGOs came.", "NGOओं के लोग आए।"),
    ("en ar", "It was in the year 1434 AH.", "كان ذلك عام 1434 هـ."),
    ("en th", "They stay.", "พวกเขา\u200bอยู่"),
    ("en fa", "We go.", "می\u200cرویم."),
    ("en or", "Kshetra stays.", "କ୍\u200dଷେତ୍ର ରହୁଛି।"),
    ("es en", "MST", "MST", "MST"),
    ("en es", "a) the land (all of it)", "a) la tierra (toda)"),
    ("en ar", "2014", "٢٠١٤"),
    ("pt-PT pt-BR", "Ficamos.", "Ficamos."),
]


@pytest.mark.parametrize("row", RIGHT, ids=[row[2][:40] for row in RIGHT])
def test_what_is_right_is_left_alone(row: tuple[str, ...]):
    languages, source, target, *kept = row
    terms = tuple(Term(TermKind.DO_NOT_TRANSLATE, {"pt": (text,)}) for text in kept)
    assert checks(source, target, languages, terms=terms) == set()


C = TextCheck
WRONG = [
    (C.UNTRANSLATED, "en es", "They stayed.", "…", (), ()),
    (C.SAME, "en es", "They stayed.", "They  stayed.", (), ()),
    (C.LINKS, "en es", "See [it](https://x.org/a).", "Ver [eso](https://evil.example/a).",
     ("https://x.org/a",), ("https://evil.example/a",)),
    (C.LINKS, "en ar", "See https://x.org/a.", "انظر.", ("https://x.org/a",), ()),
    (C.LINKED_PAGES, "en ar", "See [it](https://x.org/en/a).", "انظر [هنا](https://x.org/ar/a).",
     ("https://x.org/en/a",), ("https://x.org/ar/a",)),
    (C.IMAGES, "en es", "![A net](net.jpg) Here.", "Aquí.", ("net.jpg",), ()),
    (C.FOOTNOTES, "en hi", "They won.[^1]", "वे जीते।", ("[^1]",), ()),
    (C.CODE, "en es", "Type `one two`.", "Escribe `uno dos`.", ("`one two`",), ("`uno dos`",)),
    (C.PLACEHOLDERS, "en or", "{1} came to {2}.", "{1} ଆସିଲେ {1}।", ("{2}",), ("{1}",)),
    (C.STRUCTURE, "en es", "**We** stayed.", "Nos quedamos.", ("**…**",), ()),
    (C.STRUCTURE, "en es", "| a | b |", "| a, b |", ("|",), ()),
    (C.NUMBERS, "en ar", "They paid 1,200,000.", "دفعوا ١٬٢٠٠٬٠٠.", ("1,200,000",), ("١٬٢٠٠٬٠٠",)),
    (C.NUMBERS, "en hi", "They waited 45 days.", "उन्होंने ५४ दिन प्रतीक्षा की।", ("45",), ("५४",)),
    (C.NUMBERS, "en pt", "They waited 9 days.", "Esperaram 8 dias.", ("9",), ("8",)),
    (C.NUMBERS, "en my", "They waited 45 days.", "သူတို့ ၅၄ ရက် စောင့်ခဲ့ကြသည်။", ("45",), ("၅၄",)),
    (C.YEARS, "en fr", "It began in 2013.", "Cela a commencé en 2031.", ("2013",), ("2031",)),
    (C.YEARS, "en th", "They came in 2014.", "พวกเขามาในปี ๒๕๕๘", ("2014",), ("๒๕๕๘",)),
    (C.ENDING, "en ar", "Who owns the land?", "لمن الأرض.", ("?",), (".",)),
    (C.ENDING, "en es", "They stayed.", "Se quedaron", (".",), ()),
    (C.ENDING, "en hi", "The land", "ज़मीन।", (), ("।",)),
    (C.LENGTH, "en fr", EN, "Tous libres.", (), ()),
    (C.DOUBLED, "en es", "They went to the river.", "Fueron al al río.", (), ("al al",)),
    (C.DOUBLED, "en hi", "It is in the village.", "यह गाँव में में है।", (), ("में में",)),
    (C.DOUBLED, "en fr", "They stayed.", "Ils sont sont restés.", (), ("sont sont",)),
    (C.KASHIDA, "en ar", "The land is ours.", "الأرض لنــا.", (), ("لنــا",)),
    (C.ZERO_WIDTH, "en pt", "They stayed.", "Elas fi\u200bcaram.", (), ("Elas fi[U+200B]caram.",)),
    (C.BIDI, "en ar", "They stayed.", "بقوا\u202e هنا.", (), ("بقوا[U+202E] هنا.",)),
    (C.MIXED_SCRIPT, "en es", "The water stays.", "El \u0430gua se queda.", (), ("\u0430gua",)),
    (C.MIXED_SCRIPT, "en or", "They stayed.", "ସେमାନେ ରହିଲେ।", (), ("ସେमାନେ",)),
    (C.DANDA, "en hi", "They stayed.", "वे रहे.", (), ("रहे.",)),
    (C.DANDA, "en or", "They stayed.", "ସେମାନେ ରହିଲେ.", (), ("ରହିଲେ.",)),
    (C.BRACKETS, "en es", "They (all) stayed.", "Ellas (todas se quedaron.", (), ("(",)),
    (C.BRACKETS, "en ar", "“We stay.”", "“نبقى.", (), ("“",)),
    (C.BRACKETS, "en fr", "“We stay.”", "« Nous restons.", (), ("«",)),
]  # fmt: skip


@pytest.mark.parametrize("row", WRONG, ids=[f"{row[0]}: {row[3][:30]}" for row in WRONG])
def test_what_is_wrong_is_found_and_said(row: tuple[TextCheck, str, str, str, tuple[str, ...], tuple[str, ...]]):
    check, languages, source, target, missing, here = row
    found = only(check, source, target, languages)
    assert (found.missing, found.here) == (missing, here)
    assert found.is_error is (check in ERRORS)


def test_an_empty_translation_is_none():
    assert findings(Pair(EN, " \n", "en", "es")) == ()


def test_another_translation_of_the_same_words_is_shown():
    source = "Do you want us to stay?"
    found = only(C.INCONSISTENT, source, "¿Quieren que nos quedemos?", others=("¿Queréis que sigamos?",))
    assert found.here == ("¿Queréis que sigamos?",)
    assert checks(source, "¿Quieren que nos quedemos?", others=("¿Quieren  que nos quedemos?",)) == set()


def test_what_translators_agreed_on_is_looked_for():
    terms = (
        Term(TermKind.PREFERRED, {"en": ("commons",), "es": ("tierras comunales",)}),
        Term(TermKind.DO_NOT_TRANSLATE, {"pt": ("Sem Terra",)}),
        Term(TermKind.FORBIDDEN, {"es": ("beneficiarios",)}),
        Term(TermKind.MASKED, {"es": ("Rosa Quispe",)}),
    )
    source = "The Sem Terra defend the commons."
    target = "Los Sin Tierra y Rosa Quispe, beneficiarios, defienden lo común."
    found = {one.check: (one.missing, one.here) for one in findings(Pair(source, target, "en", "es", terms))}
    assert found == {
        C.TERM_MASKED: ((), ()),
        C.TERM_FORBIDDEN: ((), ("beneficiarios",)),
        C.TERM_CHANGED: (("Sem Terra",), ()),
        C.TERM_MISSING: (("tierras comunales",), ()),
    }
    assert checks(source, "Los Sem Terra defienden las tierras comunales.", terms=terms) == set()


def test_a_machine_text_that_nobody_has_worked_on():
    machine = "Todos los seres humanos nacen libres e iguales en dignidad y en derechos."
    assert checks(EN, machine, machine=machine) == {C.MACHINE}
    assert checks(EN, machine.replace("en derechos", "derechos"), machine=machine) == {C.MACHINE}
    own = "Toda persona nace libre e igual a las demás, con dignidad y derechos."
    assert checks(EN, own, machine=machine) == set()


def test_the_graver_stands_first():
    found = findings(Pair("See https://x.org/a in 2013.", "Ver en 2031.", "en", "es"))
    assert [one.check for one in found] == [C.LINKS, C.YEARS]


@pytest.mark.parametrize(
    ("source", "target", "language", "mended"),
    [
        ("They stayed…", "Se quedaron...", "es", "Se quedaron…"),
        ("They stayed...", "Se quedaron...", "es", "Se quedaron..."),
        ("They stayed.", "वे रहे |", "hi", "वे रहे ।"),
        ("They stayed.", "ସେମାନେ ରହିଲେ|", "or", "ସେମାନେ ରହିଲେ।"),
        ("| a | b |", "| क | ख |", "hi", "| क | ख |"),
        ("They stayed.", "\u200b Se quedaron. \u2060", "es", "Se quedaron."),
        ("They stayed.", "a|b", "es", "a|b"),
    ],
)
def test_what_needs_no_decision_is_mended(source: str, target: str, language: str, mended: str):
    assert mend(source, target, language) == mended


_TAGS = st.sampled_from(["ar", "hi", "es", "or", "fr", "pt", "th", "my", "am", "zh", "el", "hy", "sw", "en", "xx"])
_SIGNS = st.text(st.sampled_from("[]()!`{}^*_~|<>\"'“”«»…..,:?؟।/ab1٣\u200b\u202e\u0640 \n&#;\\"), max_size=200)
_TEXTS = st.text(max_size=200) | _SIGNS


@settings(max_examples=300, deadline=None)
@given(source=_TEXTS, target=_TEXTS, machine=_TEXTS, one=_TAGS, two=_TAGS)
def test_no_text_stops_a_check(source: str, target: str, machine: str, one: str, two: str):
    for found in findings(Pair(source, target, one, two, machine=machine, others=(source,))):
        assert isinstance(found.check, TextCheck)
    assert mend(source, mend(source, target, two), two) == mend(source, target, two)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("sign", [*'[!`({*_.1|"\u0640\u200b@a<&', "[^", "![", "](", "1.", "a@", "https://", "क."])
def test_long_texts_of_one_sign_take_no_time(sign: str):
    text = sign * 20_000
    findings(Pair(text[:20_000], text[:20_000] + "x", "en", "hi", machine=text[:20_000]))
