# Not run yet: written from the documentation of vcpkg. WHERE, WHICH COMMIT and SHA512 are those of a
# release.
vcpkg_from_github(
    OUT_SOURCE_PATH SOURCE_PATH
    REPO "WHERE/dbdb"
    REF "v${VERSION}"
    SHA512 0
)
vcpkg_configure_meson(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS --wrap-mode=nodownload -Dwerror=false
)
vcpkg_install_meson()
vcpkg_fixup_pkgconfig()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/dbdb)
vcpkg_copy_tools(TOOL_NAMES dbdb AUTO_CLEAN)
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
