"""Health of the instance, and what it keeps about persons."""

from tests.integration.addresses import ADMINISTRATOR, Entry

TABLE = {"health": Entry(people=ADMINISTRATOR), "personal-data": Entry()}
