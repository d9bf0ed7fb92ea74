"""What is typed, as a question to the index: each word as it is, by its stem, as a part, as a beginning, or misspelt.

No syntax of queries is read anywhere: what is typed is words, whatever signs are in it. A word that the shop says in
any form is taken for itself; only one that it does not say is taken apart or for a misspelt one.
"""

from dataclasses import dataclass
from enum import StrEnum

from tantivy import Occur, Query

from functions.search.index_files import OpenIndex
from functions.search.words import STOP, code, splits, words

TOKENS_MAX = 12  # that are looked for; more say nothing more, and each costs its microseconds
WORD_MAX = 40  # letters of a word that are looked at
MISSPELT_FROM = 4  # letters of a word that may be another one with a letter wrong
ENDING_FROM = 4  # letters of a word that compounds may end in
ENDINGS = "e|n|en|er|ern|es|s"  # that German puts behind them
TWICE_FROM = 8  # or with two
BEGINNING_FROM = 2  # letters of the last word that are enough to be a beginning
CODE_FROM = 3  # signs of a SKU's beginning

EXACT = {"title": 6.0, "twins": 4.0, "said": 1.0}
STEMS = {"title": 4.0, "said": 0.8}
PART, BEGINNING, CODE, CODE_BEGINS, MISSPELT, MISSPELT_SAID = 3.0, 2.0, 12.0, 2.0, 1.0, 0.4
ENDING, PHRASE, TIE, OPTIONAL = 2.0, 3.0, 0.1, 0.2


class How(StrEnum):
    """What a word was taken for."""

    KNOWN = "known"
    BEGINNING = "beginning"
    PARTS = "parts"
    MISSPELT = "misspelt"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Asked:
    """A word of the question. query: None where it is found nowhere."""

    typed: str
    words: tuple[str, ...]
    how: How
    query: Query | None
    is_optional: bool  # a word such as `the`


def asked(index: OpenIndex, q: str) -> list[Asked]:
    """The words of what is typed, in their order; none where it has neither letter nor digit."""
    tokens = [token for token in q.split() if code(token)][:TOKENS_MAX]
    return [_token(index, token, is_last=n == len(tokens) - 1) for n, token in enumerate(tokens)]


def question(index: OpenIndex, q: str, tokens: list[Asked], missing: int = 0) -> Query:
    """Whatever has all of these words, or all but some; the whole as a SKU comes first."""
    needed = [each for each in tokens if not each.is_optional] or tokens
    found = [each.query for each in needed if each.query is not None]
    least = len(needed) - missing
    if not found or len(found) < least:
        by_words = Query.empty_query()
    else:
        by_words = Query.boolean_query([(Occur.Should, each) for each in found], minimum_number_should_match=least)
    more = [
        (Occur.Should, Query.boost_query(each.query, OPTIONAL)) for each in tokens if each.is_optional and each.query
    ]
    said = [word for each in tokens for word in each.words]
    if len(said) > 1:
        more.append(
            (Occur.Should, Query.boost_query(Query.phrase_query(index.schema, "title", list(said), slop=1), PHRASE))
        )
    whole = code(q)[: WORD_MAX * 2]
    by_code = Query.boost_query(Query.term_query(index.schema, "code", whole), CODE * 4)
    return Query.disjunction_max_query([Query.boolean_query([(Occur.Must, by_words), *more]), by_code])


def _token(index: OpenIndex, token: str, *, is_last: bool) -> Asked:
    """One word, or several with signs between them, which may be a SKU."""
    its_words = tuple(word[:WORD_MAX] for word in words(token))
    each = [_word(index, word, is_last=is_last and n == len(its_words) - 1) for n, word in enumerate(its_words)]
    codes = _codes(index, code(token)[: WORD_MAX * 2], is_last=is_last)
    hows = [how for how, _ in each]
    how = max(hows, key=list(How).index, default=How.NOTHING)
    queries = [query for _, query in each if query is not None]
    by_words = (
        [Query.boolean_query([(Occur.Must, query) for query in queries])] if len(queries) == len(each) > 0 else []
    )
    if codes and how in (How.MISSPELT, How.PARTS, How.NOTHING):
        how, by_words = How.KNOWN, []
    alternatives = [*by_words, *codes]
    query = Query.disjunction_max_query(alternatives, TIE) if alternatives else None
    return Asked(token, its_words, how if query else How.NOTHING, query, bool(its_words) and STOP.issuperset(its_words))


def _codes(index: OpenIndex, typed: str, *, is_last: bool) -> list[Query]:
    """As a SKU, or the beginning of one."""
    found = []
    if index.searcher.doc_freq("code", typed):
        found.append(Query.boost_query(Query.term_query(index.schema, "code", typed), CODE))
    if is_last and len(typed) >= CODE_FROM and index.searcher.terms_with_prefix("code", typed, None, 1):
        begins = Query.fuzzy_term_query(index.schema, "code", typed, 0, prefix=True)
        found.append(Query.boost_query(begins, CODE_BEGINS))
    return found


def _word(index: OpenIndex, word: str, *, is_last: bool) -> tuple[How, Query | None]:
    as_it_is = _as_it_is(index, word)
    beginning = _beginning(index, word) if is_last and len(word) >= BEGINNING_FROM else []
    if as_it_is or beginning:
        how = How.KNOWN if as_it_is else How.BEGINNING
        return how, Query.disjunction_max_query([*as_it_is, *beginning], TIE)
    split = next(iter(splits(word, _Said(index))), ())
    parts = [query for query in (_any(_as_it_is(index, part)) for part in split) if query is not None]
    if parts:
        return How.PARTS, Query.boolean_query([(Occur.Must, part) for part in parts])
    ends = _ending(index, word)
    if ends is not None and index.searcher.search(ends, 1).hits:
        return How.PARTS, ends
    misspelt = _any(_misspelt(index, word, is_last=is_last))
    if misspelt is not None and index.searcher.search(misspelt, 1).hits:
        return How.MISSPELT, misspelt
    return How.NOTHING, None


def _as_it_is(index: OpenIndex, word: str) -> list[Query]:
    """The word itself, its stems, and compounds that it is a part of."""
    terms = {(field, word): boost for field, boost in EXACT.items()}
    for language, analyzer in index.stem.items():
        stem = next(iter(analyzer.analyze(word)), word)
        terms |= {(f"{field}_{language}", stem): boost for field, boost in STEMS.items()}
        if language == "de":
            terms["parts", stem] = PART
    return [
        Query.boost_query(Query.term_query(index.schema, field, text), boost)
        for (field, text), boost in terms.items()
        if index.searcher.doc_freq(field, text)
    ]


def _beginning(index: OpenIndex, word: str) -> list[Query]:
    return [
        Query.boost_query(Query.fuzzy_term_query(index.schema, field, word, 0, prefix=True), boost)
        for field, boost in (("title", BEGINNING), ("said", BEGINNING / 4))
        if index.searcher.terms_with_prefix(field, word, None, 1)
    ]


def _ending(index: OpenIndex, word: str) -> Query | None:
    """Compounds that end so, where the shop says the word only in them: `Strümpfe` for `Wollstrumpf`."""
    stem = next(iter(index.stem["de"].analyze(word)), word)
    if len(stem) < ENDING_FROM or not stem.isalpha():
        return None
    return Query.boost_query(Query.regex_query(index.schema, "title", f"[a-z]+{stem}({ENDINGS})?"), ENDING)


def _misspelt(index: OpenIndex, word: str, *, is_last: bool) -> list[Query]:
    if len(word) < MISSPELT_FROM:
        return []
    wrong = 2 if len(word) >= TWICE_FROM else 1
    found = [
        Query.boost_query(Query.fuzzy_term_query(index.schema, field, word, wrong), boost)
        for field, boost in (("title", MISSPELT), ("twins", MISSPELT), ("said", MISSPELT_SAID))
    ]
    if is_last and len(word) > MISSPELT_FROM:
        begins = Query.fuzzy_term_query(index.schema, "title", word, 1, prefix=True)
        found.append(Query.boost_query(begins, MISSPELT_SAID))
    return found


def _any(queries: list[Query]) -> Query | None:
    return Query.disjunction_max_query(queries, TIE) if queries else None


class _Said:
    """All words that the shop says, as what they may be looked up in."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index

    def __contains__(self, word: object) -> bool:
        return bool(_as_it_is(self._index, str(word)))
