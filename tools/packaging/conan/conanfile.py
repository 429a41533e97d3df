# Not run yet: written from the documentation of Conan 2.
from conan import ConanFile
from conan.tools.gnu import PkgConfigDeps
from conan.tools.layout import basic_layout
from conan.tools.meson import Meson, MesonToolchain


class DbdbConan(ConanFile):
    name = "dbdb"
    version = "0.1.0"
    description = "An ordered, transactional key-value store in one file"
    license = "MIT"
    package_type = "library"
    settings = "os", "compiler", "build_type", "arch"
    options = {"shared": [True, False]}
    default_options = {"shared": False}

    def layout(self):
        basic_layout(self)

    def requirements(self):
        # Headers alone; of these only cereal is seen by who includes the typed maps.
        self.requires("boost/[>=1.74]", libs=False)
        self.requires("cereal/[>=1.3]", transitive_headers=True)
        self.requires("xxhash/[>=0.8]", libs=False)
        self.requires("zstd/[>=1.4]")
        self.requires("nlohmann_json/[>=3.9]")

    def build_requirements(self):
        self.tool_requires("meson/[>=1.0]")
        self.test_requires("cli11/[>=2.1]")
        self.test_requires("doctest/[>=2.4]")
        self.test_requires("fmt/[>=9.1]")

    def generate(self):
        PkgConfigDeps(self).generate()
        toolchain = MesonToolchain(self)
        toolchain.project_options["werror"] = "false"
        toolchain.project_options["wrap_mode"] = "nodownload"
        toolchain.generate()

    def build(self):
        meson = Meson(self)
        meson.configure()
        meson.build(target="installed")

    def package(self):
        self.run(f'meson install -C "{self.build_folder}" --no-rebuild '
                 f'--destdir "{self.package_folder}"')

    def package_info(self):
        self.cpp_info.libs = ["dbdb"]
        self.cpp_info.system_libs = ["pthread"]
        self.cpp_info.set_property("cmake_target_name", "dbdb::dbdb")
        self.cpp_info.set_property("pkg_config_name", "dbdb")
