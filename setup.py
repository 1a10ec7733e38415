"""Builds what pyproject.toml cannot describe: the kernels and the translations.

Every ``kembar/analysis/kernels/*.pyx`` becomes one extension module. Each is optional: where no C compiler is found the
build goes on and the plain NumPy path of the same analysis answers instead. Every ``.po`` file is compiled to ``.mo``.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import Extension, setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
KERNELS = Path("kembar/analysis/kernels")


def compile_translations() -> None:
    for po in sorted((HERE / "kembar" / "locale").glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=po.parents[1].name))


class BuildWithTranslations(build_py):
    def run(self) -> None:
        compile_translations()
        super().run()


def kernels() -> list[Extension]:
    sources = sorted(KERNELS.glob("*.pyx"))
    if not sources or os.environ.get("KEMBAR_WITHOUT_KERNELS"):
        return []
    import numpy
    from Cython.Build import cythonize

    # Floating-point contraction is off so that the compiled and the plain path round alike.
    flags = [] if os.name == "nt" else ["-O3", "-ffp-contract=off"]
    made = cythonize(
        [
            Extension(
                f"kembar.analysis.kernels.{source.stem}",
                [str(source)],
                include_dirs=[numpy.get_include()],
                define_macros=[("NPY_NO_DEPRECATED_API", "NPY_1_7_API_VERSION")],
                extra_compile_args=flags,
            )
            for source in sources
        ],
        language_level=3,
        build_dir="build/cython",
    )
    for one in made:  # cythonize makes new extensions and forgets that they are
        one.optional = True
    return made


setup(ext_modules=kernels(), cmdclass={"build_py": BuildWithTranslations})
