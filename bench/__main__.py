"""The command: ``python -m bench --sizes 100k,1m --only statements,browser,viewers,import``."""

from argparse import ArgumentParser

from bench import browser, day, drops, imports, rebuild, search, statements, viewers
from bench.printing import size_of

_SIZED = {"import": imports, "drops": drops, "search": search, "day": day}
_OTHERS = {"browser": browser, "viewers": viewers, "rebuild": rebuild}
PARTS = ("statements", *_SIZED, *_OTHERS)


def main() -> None:
    """Print the figures of the parts asked for."""
    parser = ArgumentParser(prog="python -m bench", description="Measure revdash; prints figures.")
    parser.add_argument("--sizes", default="100k,1m", help="episodes, or rows imported: 100k,1m,5m")
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--explain", action="store_true", help="profile what misses its target")
    parser.add_argument("--pages", default="", help="whose statements: names as they begin")
    given = parser.parse_args()
    chosen = given.only.split(",")
    unknown = set(chosen) - set(PARTS)
    if unknown:
        parser.error(f"no part named {', '.join(unknown)}; there are {', '.join(PARTS)}")
    sizes = [size_of(size) for size in given.sizes.split(",")]
    if "statements" in chosen:
        statements.run(sizes, pages=given.pages, explains=given.explain)
    for name, sized in _SIZED.items():
        if name in chosen:
            sized.run(sizes)
    for name, part in _OTHERS.items():
        if name in chosen:
            part.run()


if __name__ == "__main__":
    main()
