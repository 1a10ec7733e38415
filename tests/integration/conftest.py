"""The people that most tests of keeping a record start from: two offices, a partnership of the first, a clock."""

import pytest

from tests.factories.offices import Clock, opened, staffed


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def bogor(casebook):
    return staffed("Bagian Kerja Sama Kota Bogor", government="bogor")


@pytest.fixture
def kisarazu(casebook):
    return staffed("Kisarazu City Hall", government="kisarazu")


@pytest.fixture
def tie(bogor):
    return opened(bogor).partnership
