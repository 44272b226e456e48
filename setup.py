"""Say which folders go into the wheel; all else about the package stands in setup.cfg.

The translations live beside the package, where translators look for them, and travel as
``wgsm_archive.translations``. They are read as text when the archive starts, so nothing is compiled here.
"""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["wgsm_archive", "wgsm_archive.*"]), "wgsm_archive.translations"],
    package_dir={"wgsm_archive.translations": "translations"},
)
