# find_package(rowgrad) defines rowgrad::rowgrad: #include <rowgrad/graph/graph.hpp>.
include(CMakeFindDependencyMacro)
foreach(package Threads OpenMP xtensor xsimd nlohmann_json fmt spdlog ZLIB LibArchive)
  find_dependency(${package})
endforeach()

get_filename_component(ROWGRAD_PREFIX ${CMAKE_CURRENT_LIST_DIR}/../../.. ABSOLUTE)
add_library(rowgrad::rowgrad INTERFACE IMPORTED)
target_compile_features(rowgrad::rowgrad INTERFACE cxx_std_20)
target_compile_definitions(rowgrad::rowgrad INTERFACE SPDLOG_FMT_EXTERNAL)
# The headers include each other from the second folder.
target_include_directories(rowgrad::rowgrad INTERFACE ${ROWGRAD_PREFIX}/include ${ROWGRAD_PREFIX}/include/rowgrad)
# Whole: a linker drops objects nobody refers to, and with them the layers that register themselves.
target_link_libraries(rowgrad::rowgrad INTERFACE
  -Wl,--whole-archive ${ROWGRAD_PREFIX}/lib/librowgrad.a -Wl,--no-whole-archive
  xtensor xsimd nlohmann_json::nlohmann_json fmt::fmt spdlog::spdlog dnnl ZLIB::ZLIB LibArchive::LibArchive OpenMP::OpenMP_CXX Threads::Threads)
