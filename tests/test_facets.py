"""What the list of all papers is filtered and ordered by, without a browser."""

from __future__ import annotations

from pathlib import Path

from helpers import collect, entry, write

from generator.views import facets

TOPIC = "---\ntitle: {}\nparent: {}\n---\n"


def values(root: Path, paper_id: str) -> list[tuple[str, str]]:
    """Filter and value of a paper."""
    collection = collect(root)
    tags = facets.tags(collection.papers[paper_id], collection)
    return [(str(tag.name), str(tag.value)) for tag in tags]


def test_a_paper_has_the_topics_above_its_own(tmp_path: Path) -> None:
    """Each once, with slug and title; a value of one word is both."""
    more = "  venue: NeurIPS\n  topics: [deep, wide]\n  urls: {code: 'https://example.org/c'}\n"
    root = write(tmp_path, {
        "papers.yaml": entry(more=more),
        "content/topics/top.md": "---\ntitle: Top & more\n---\n",
        "content/topics/wide.md": TOPIC.format("Wide", "top"),
        "content/topics/deep.md": TOPIC.format("Deep", "wide"),
    })  # fmt: skip
    assert values(root, "ada2024engine") == [
        ("topic", "deep|Deep"), ("topic", "wide|Wide"), ("topic", "top|Top &amp; more"),
        ("year", "2024"), ("venue", "neurips|NeurIPS"), ("with", "code|Code"),
    ]  # fmt: skip


def test_a_tombstone_is_not_found(tmp_path: Path) -> None:
    """A retracted paper stands in no list, narrowed or not."""
    text = entry() + entry("gone2024", "Gone", "  status: retracted\n")
    root = write(tmp_path, {"papers.yaml": text})
    collection = collect(root)
    gone = collection.papers["gone2024"]
    assert (facets.tags(gone, collection), facets.orders(gone)) == ((), ())


def test_orders_are_those_of_lists(tmp_path: Path) -> None:
    """The key of the newest puts papers in the order of the collection, whatever is known of a day."""
    days = [("1999", ""), ("2024-04", "2025-01-02"), ("2024", "2025-01-02"), ("2024-04-01", "2025-01-02"),
            ("2024-04", ""), ("2024-04-01", ""), ("2024-04-01", "2025-01-02")]  # fmt: skip
    text = "".join(
        f"- id: p{number}\n  title: P\n  published: {published}\n  authors: [Ada Lovelace]\n"
        + (f"  added: {added}\n" if added else "")
        for number, (published, added) in enumerate(days)
    )
    collection = collect(write(tmp_path, {"papers.yaml": text}))
    keys = {
        paper.id: str(facets.orders(paper)[0].value).encode()
        for paper in collection.listed.values()
    }
    assert list(collection.listed) == sorted(keys, key=lambda paper_id: keys[paper_id])


def test_the_most_used_terms_come_first(tmp_path: Path) -> None:
    """Topics by their papers, each with what is below it; an empty one is left out."""
    root = write(tmp_path, {
        "papers.yaml": entry("a1", more="  topics: [small]\n") + entry("b1", more="  topics: [below]\n")
        + entry("c1", more="  topics: [large]\n"),
        "content/topics/small.md": "---\ntitle: A small one\n---\n",
        "content/topics/large.md": "---\ntitle: Large\n---\n",
        "content/topics/below.md": TOPIC.format("Below", "large"),
        "content/topics/none.md": "---\ntitle: None\n---\n",
    })  # fmt: skip
    topic = facets.facets(collect(root))[0]
    found = [(link.text, link.papers, link.level) for link in topic.shown]
    assert found == [("Large", 2, 0), ("Below", 1, 1), ("A small one", 1, 0)]
