"""Questions as people say them, with articles, question words and marks, find the story that answers them."""

import pytest

from tests.adapters.search.making import cases, document, request
from wgsm_archive.ports.search import SearchIndex, Shelf

OTHERS = range(100, 250)


@pytest.fixture
def archive(holding) -> SearchIndex:
    """Stories that nearly all have the small words of English, few of which have them in their titles."""
    others = [
        document(
            n, title=f"Harvest {n}", body=f"How the people of the valley {n} did what they did, and what came from it."
        )
        for n in OTHERS
    ]
    return holding(
        [
            *others,
            document(1, title="Nine days", body="Fisherfolk stopped a port that was taking their beach, and they won."),
            document(2, title="How did the", body="What the people of the hills said about the harvest."),
            document(3, language="es", title="Nueve días", body="La huelga de la pesca."),
            *(
                document(n, language="es", title="Otra", body=f"Lo que la gente de la sierra {n} hizo.")
                for n in range(10, 60)
            ),
            document(4, title="Names", body="De la Cruz and de la Paz spoke for the valley."),
        ]
    )


def test_the_answer_comes_first_and_a_hundred_stories_are_there_to_look_through(archive):
    asked = request("How did fisherfolk stop the port from taking the beach?", languages=("en",), limit=100)
    found = archive.search(Shelf.PUBLIC, asked)
    assert found.hits[0].case_id == 1
    assert len(found.hits) == 100
    assert found.relaxed


def test_small_words_in_a_title_do_not_stand_for_the_question(archive):
    assert cases(archive, request("how did the port", languages=("en",)))[0] == 1


def test_a_story_needs_no_article_to_have_all_words(archive):
    # Enough others have "the" and "people": of those, only the words that tell are asked.
    found = archive.search(Shelf.PUBLIC, request("the fisherfolk", languages=("en",)))
    assert [hit.case_id for hit in found.hits] == [1]


def test_what_is_common_in_one_language_tells_nothing_in_another(archive):
    assert cases(archive, request("la gente de la pesca", languages=("en",)))[0] == 3


def test_operators_in_a_title_typed_in_capitals_are_words(archive):
    assert cases(archive, request("FISHERFOLK AND PORT AND HARBOUR", languages=("en",)))[:1] == [1]
    assert cases(archive, request("fisherfolk AND harbour", languages=("en",))) == []
