from dataclasses import replace

import pytest

from revdash.desk.company import Company, check_company, has_company, read_company, save_company
from revdash.errors import InputError, StaleEditError, StoreError

COMPANY = Company(name="Example", zone="Europe/Berlin", currency="EUR", fiscal_year_start_month=4)


def test_a_new_desk_has_no_company(desk):
    with desk.connect() as connection:
        assert not has_company(connection)
        with pytest.raises(StoreError, match="revdash init"):
            read_company(connection)


def test_settings_are_read_as_they_were_saved(desk, by):
    with desk.writing() as connection:
        links = {"deal": "https://crm.example/deal/{id}"}
        saved = save_company(connection, replace(COMPANY, crm_link_templates=links), by)

    with desk.connect() as connection:
        assert read_company(connection) == saved
        assert saved == replace(COMPANY, crm_link_templates=links, version=1)


def test_two_people_saving_settings_do_not_overwrite_one_another(desk, by):
    with desk.writing() as connection:
        opened = save_company(connection, COMPANY, by)
        save_company(connection, replace(opened, name="Hers"), by)

        with pytest.raises(StaleEditError, match="theirs 'Hers', yours 'Mine'"):
            save_company(connection, replace(opened, name="Mine"), by)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "no name"),
        ({"zone": "Europe/Berln"}, "Europe/Berlin"),
        ({"zone": "Mars"}, "IANA name"),
        ({"week_start": 7}, "day 7"),
        ({"fiscal_year_start_month": 13}, "month 13"),
        ({"currency": "eur"}, "three capitals"),
        ({"currency": "EURO"}, "three capitals"),
        ({"crm_link_templates": {"deal": "javascript:alert({id})"}}, "https://"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(wrong, said):
    with pytest.raises(InputError, match=said):
        check_company(replace(COMPANY, **wrong))
