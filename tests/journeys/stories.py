"""Two stories that walk through the archive, with what others do to them on the way. All of it is made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Telling:
    """A story, who tells it with what kind of browser, and the words that others find it by.

    `word` is searched in the language of the story, inflected otherwise than in the text; `translated` holds its
    paragraphs in `into`, by the paragraph's first words.
    """

    language: str
    javascript: bool
    country: str
    answers: Mapping[str, Mapping[str, str]]
    wrong_day: str
    question: str
    answer: str
    word: str
    into: str
    translated: Mapping[str, str]
    translated_word: str
    corrected: str
    """The strategy as it is told in the end."""
    theme: str
    theme_reader: str
    theme_word: str

    @property
    def title(self) -> str:
        """What the story is called."""
        return self.answers["title"]["title"]

    @property
    def texts(self) -> list[str]:
        """All that was told, without days."""
        return [text for fields in self.answers.values() for name, text in fields.items() if not name.endswith("when")]


SPANISH = Telling(
    language="es",
    javascript=False,
    country="PE",
    answers={
        "title": {"title": "Las lavanderas que salvaron el manantial"},
        "summary": {"summary": "Una embotelladora quiso cercar nuestro manantial. Lo cuidamos por turnos y se fue."},
        "story": {
            "story.1.when": "2013",
            "story.1.we": "Contamos cuántas familias lavaban y bebían allí.",
            "story.1.they": "La empresa trajo estacas y un ingeniero.",
            "story.1.changed": "El barrio supo lo que se jugaba.",
            "story.2.when": "2014",
            "story.2.we": "Hicimos guardias de tres mujeres, día y noche.",
            "story.2.they": "Nos llamaron a declarar.",
            "story.2.changed": "Nadie puso las estacas otra vez.",
        },
        "strategy": {"strategy": "Éramos siempre tres, y siempre otras tres.\n\nNadie podía señalar a una jefa."},
        "change": {"change": "El municipio inscribió el manantial como bien común."},
        "advice": {"advice": "Empiecen por contar: los números los entiende hasta el alcalde."},
    },
    wrong_day="el año que viene",
    question="¿Podemos nombrar el municipio, o es mejor que no?",
    answer="Mejor que no. Digan solamente la sierra.",
    word="turno",
    into="en",
    translated={
        "Las lavanderas": "The washerwomen who saved the spring",
        "Una embotelladora": "A bottling company wanted to fence in our spring. We kept watch in turns, and it left.",
        "Contamos cuántas": "We counted how many families washed and drank there.",
        "La empresa trajo": "The company brought stakes and an engineer.",
        "El barrio supo": "The neighbourhood knew what was at stake.",
        "Hicimos guardias": "We kept watch, three women at a time, day and night.",
        "Nos llamaron": "They summoned us to testify.",
        "Nadie puso": "Nobody put up the stakes again.",
        "Éramos siempre": "We were always three, and always another three.",
        "Nadie podía": "Nobody could point at a leader.",
        "El municipio": "The council registered the spring as a commons.",
        "Empiecen por": "Begin by counting: even a mayor understands numbers.",
    },
    translated_word="stake",
    corrected="Éramos siempre cinco, y siempre otras cinco.\n\nNadie podía señalar a una jefa.",
    theme="water",
    theme_reader="fr",
    theme_word="Eau",
)

ARABIC = Telling(
    language="ar",
    javascript=True,
    country="EG",
    answers={
        "title": {"title": "باعة السوق القديم يبقون في مكانهم"},
        "summary": {"summary": "أرادت البلدية نقل الباعة إلى أطراف المدينة. نظّمنا أنفسنا وبقينا في السوق."},
        "story": {
            "story.1.when": "2016",
            "story.1.we": "كتبنا أسماء البسطات كلها على ورقة واحدة.",
            "story.1.they": "أرسلت البلدية إنذارًا بالإخلاء.",
            "story.1.changed": "عرف كل بائع أنه ليس وحده.",
        },
        "strategy": {"strategy": "اخترنا مندوبة عن كل ممر.\n\nكنا نجتمع قبل الفجر."},
        "change": {"change": "وقّعت البلدية اتفاقًا يبقينا عشر سنوات."},
        "advice": {"advice": "اجعلوا الزبائن شهودًا معكم منذ اليوم الأول."},
    },
    wrong_day="السنة القادمة",
    question="هل يمكن أن نذكر اسم الممر؟",
    answer="لا، اتركوه دون اسم.",
    word="السوق",
    into="es",
    translated={
        "باعة السوق": "Los vendedores del mercado viejo se quedan",
        "أرادت البلدية": "El ayuntamiento quería llevarnos a las afueras. Nos organizamos y seguimos en el mercado.",
        "كتبنا أسماء": "Apuntamos todos los puestos en una sola hoja.",
        "أرسلت البلدية": "El ayuntamiento mandó una orden de desalojo.",
        "عرف كل": "Cada vendedor supo que no estaba solo.",
        "اخترنا مندوبة": "Elegimos una delegada por cada pasillo.",
        "كنا نجتمع": "Nos reuníamos antes del amanecer.",
        "وقّعت البلدية": "El ayuntamiento firmó un acuerdo que nos deja diez años.",
        "اجعلوا الزبائن": "Hagan de los clientes sus testigos desde el primer día.",
    },
    translated_word="clientes",
    corrected="اخترنا مندوبتين عن كل ممر.\n\nكنا نجتمع قبل الفجر.",
    theme="work",
    theme_reader="en",
    theme_word="Work",
)
