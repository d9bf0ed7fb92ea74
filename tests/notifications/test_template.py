"""Templates: the shop's own before ours, errors that say where, and an end to whatever does not end by itself."""

from pathlib import Path

import pytest

from functions.notifications.mail import Kind
from functions.notifications.template import OURS, SUBJECT_LENGTH_MAX, BadTemplate, Templates
from infra.letters.mistakes import mistakes
from infra.letters.samples import sample
from tests.notifications.builders import SHOP

NAME = "refund_confirmation"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The shop's own folder."""
    return tmp_path


def refund(own: Path, code: str = "en") -> tuple[str, str, str]:
    letter = sample(Kind.REFUND_CONFIRMATION, code, SHOP, Templates((own, OURS)))
    return letter.subject, letter.text, letter.html


def found(own: Path) -> str:
    (mistake,) = mistakes(Templates((own, OURS)))
    return mistake


def test_a_template_of_the_shops_own_goes_before_ours_and_the_others_stay(own: Path) -> None:
    (own / f"{NAME}.txt").write_text("Hello!\n{{ say.intro }}\n")
    subject, text, html = refund(own)
    assert text.startswith("Hello!\nWe have sent $24.99 for your order 1042 back")
    assert (subject, "Hello!" in html) == ("Your refund for order 1042", False)
    assert mistakes(Templates((own, OURS))) == []


def test_a_part_of_the_shops_own_goes_before_ours_in_every_letter(own: Path) -> None:
    (own / "_layout.txt").write_text(
        "{% block letter %}{% endblock %}\nYours, {{ shop.name }}\n{% include '_more.txt' %}"
    )
    (own / "_more.txt").write_text("P.S.")
    assert refund(own)[1].endswith("\nYours, Example Shop\nP.S.\n")


def test_a_sentence_of_the_shops_own_goes_before_ours_in_its_language_only(own: Path) -> None:
    (own / "words.en.toml").write_text('[refund_confirmation]\nsubject = "{{ amount }} for you"\n')
    assert refund(own)[0] == "$24.99 for you"
    assert refund(own, "de")[0] == "Ihre Erstattung zur Bestellung 1042"


def test_another_language_is_another_file_and_english_where_it_has_no_words(own: Path) -> None:
    (own / "words.fr.toml").write_text('[refund_confirmation]\nsubject = "Votre remboursement"\n')
    french = SHOP.model_copy(update={"locales": ("en", "fr")})
    letter = sample(Kind.REFUND_CONFIRMATION, "fr", french, Templates((own, OURS)))
    assert (letter.subject, "We have sent" in letter.text) == ("Votre remboursement", True)
    assert '<html lang="fr"' in letter.html


@pytest.mark.parametrize(
    "endless",
    [
        "{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% include '" + NAME + ".txt' %}",
        "{% set all = range(99999999999) %}{{ all | list | length }}",
    ],
)
def test_what_does_not_end_is_ended(own: Path, endless: str) -> None:
    (own / f"{NAME}.txt").write_text(endless)
    with pytest.raises(BadTemplate, match=r"refund_confirmation\.txt"):
        refund(own)


def test_a_sentence_that_does_not_end_is_ended(own: Path) -> None:
    loop = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}"
    (own / "words.en.toml").write_text(f'[refund_confirmation]\nintro = "{loop}"\n')
    with pytest.raises(BadTemplate, match=r"words.en.toml, line 2: "):
        refund(own)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (f"{NAME}.txt", "one\n{{ ammount }}", "refund_confirmation.txt, line 2: `ammount` is undefined"),
        (f"{NAME}.txt", "one\n\n{% if x", "refund_confirmation.txt, line 3: "),
        (f"{NAME}.txt", "{{ shop.nmae }}", "refund_confirmation.txt, line 1: "),
        (f"{NAME}.txt", "{% include '_nowhere.txt' %}", "_nowhere.txt"),
        (f"{NAME}.txt", "{% include '../../etc/passwd' %}", "passwd"),
        ("_address.txt", "{{ adress }}", "_address.txt, line 1: `adress` is undefined"),
        (
            f"{NAME}.mjml",
            "<mjml><mj-body>\n<mj-txt>a</mj-txt>\n</mj-body></mjml>",
            ".mjml, line 2: MJML has no <mj-txt>.",
        ),
        (f"{NAME}.mjml", "<mjml>\n<mj-body>\n</mjml>", ".mjml, line 3: </mjml> is closed, but <mj-body> is open."),
        (f"{NAME}.mjml", "<mjml>\n<mj-body>", ".mjml, line 2: <mj-body> is not closed."),
        ("_order_link.mjml", "\n<mj-text><br></mj-text>\n", "_order_link.mjml, line 2: </mj-text> is closed, but <br>"),
        (f"{NAME}.mjml", "no letter", "refund_confirmation.mjml: this is no MJML"),
        (f"{NAME}.mjml", "<mjml><mj-include path='/etc/passwd' /></mjml>", ".mjml, line 1: MJML has no <mj-include>."),
        ("words.en.toml", "[every]\nitem =\n", "words.en.toml, line 2: this is no TOML"),
        ("words.en.toml", "item = 'x'\n", "words.en.toml: the section item must hold"),
        ("words.en.toml", '[refund_confirmation]\nintro = "{{ sku }}"\n', "words.en.toml, line 2: `sku` is undefined"),
        ("refund.txt", "a", "refund.txt: there is no such letter"),
        ("refund_confirmation.html", "a", "refund_confirmation.html: there is no such letter"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(own: Path, file: str, text: str, told: str) -> None:
    (own / file).write_text(text)
    mistake = found(own)
    assert told in mistake
    assert mistake.startswith((f"{own}/", told)), mistake


def test_a_mistake_tells_nothing_of_the_values(own: Path) -> None:
    (own / f"{NAME}.txt").write_text("{{ shop.contact + 1 }}{{ reference | bool('x') }}")
    with pytest.raises(BadTemplate) as told:
        refund(own)
    assert SHOP.contact not in str(told.value)


def test_a_subject_is_one_line_of_a_length_that_can_be_shown(own: Path) -> None:
    (own / "words.en.toml").write_text('[refund_confirmation]\nsubject = """a\\nBcc: {{ shop.name * 99 }}"""\n')
    subject = refund(own)[0]
    assert subject.startswith("a Bcc: Example Shop")
    assert len(subject) == SUBJECT_LENGTH_MAX


def test_what_a_shop_notes_in_a_template_reaches_nobody(own: Path) -> None:
    column = "<mj-section><mj-column><mj-text>a</mj-text></mj-column></mj-section>"
    (own / f"{NAME}.mjml").write_text(f"<mjml><mj-body><!-- ask Jo -->{column}</mj-body></mjml>")
    assert "Jo" not in refund(own)[2]


def test_what_we_ship_has_no_mistakes() -> None:
    assert mistakes(Templates((OURS,))) == []


def test_what_the_shop_has_of_its_own_has_no_mistakes() -> None:
    assert mistakes() == []
