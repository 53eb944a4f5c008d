"""Beside: what other processes do comes back, and one that is killed is told of in words."""

import os
from multiprocessing import active_children
from time import sleep

import pytest

from revdash.beside import workers
from revdash.errors import ShortOfMemoryError

given = []


def take(words):
    given.append(words)


def tell(number):
    return given, number * 2


def test_what_each_is_made_ready_with_is_there_when_it_works():
    with workers(1, take, "ready") as beside:
        told = list(beside.map(tell, range(3)))

    assert told == [(["ready"], 0), (["ready"], 2), (["ready"], 4)]


def kill_one_of_two():
    with workers(2, take, 1) as both:
        both.submit(sleep, 60)
        both.submit(os._exit, 9).result()


def test_a_process_that_is_killed_ends_the_others_and_is_told_of_in_words():
    with pytest.raises(ShortOfMemoryError, match="ended from outside"):
        kill_one_of_two()

    assert active_children() == []
