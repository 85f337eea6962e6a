#!/usr/bin/env python3
"""Writes regional.txt: the public holidays of regions that their whole country does not have.

The days come from the Python package `holidays` (MIT licence), which is kept up by many people:

    python3 -m venv venv && venv/bin/pip install holidays==0.109
    venv/bin/python regional.py > regional.txt

A line is a region in ISO 3166-2 (in a few cases a country: the days that all its regions share), then each
year with its days as month and day.
"""

from holidays import country_holidays

YEARS = range(2026, 2041)
COUNTRIES = ["CA", "CH", "DE", "ES", "GB"]
# Their regions share days that the lists of the country do not have.
SHARED = ["GB"]


def days(country, region, year):
    found = country_holidays(country, subdiv=region, years=year)
    return {day for day in found if day.year == year}


def line(name, by_year):
    years = (f"{year}:{','.join(f'{day:%m%d}' for day in sorted(by_year[year]))}" for year in YEARS if by_year[year])
    print(name, *years)


for country in COUNTRIES:
    # Some are cities, by their name.
    regions = [it for it in country_holidays(country).subdivisions if len(it) <= 3]
    national = {year: days(country, None, year) for year in YEARS}
    regional = {region: {year: days(country, region, year) for year in YEARS} for region in regions}
    if country in SHARED:
        line(country, {year: set.intersection(*(it[year] for it in regional.values())) for year in YEARS})
    for region, by_year in regional.items():
        line(f"{country}-{region}", {year: by_year[year] - national[year] for year in YEARS})
