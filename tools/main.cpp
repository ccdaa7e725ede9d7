#include "tools/main.hpp"

#include <fmt/format.h>
#include <spdlog/cfg/env.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/error.hpp"

namespace rowgrad {

bool parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return true;
  } catch (const CLI::Success& e) {
    app.exit(e);
    return false;
  }
}

int guarded_main(int (*run)(int, char**), int argc, char** argv) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("rowgrad"));
  spdlog::set_pattern("%^%l%$: %v");
  spdlog::cfg::load_env_levels();  // SPDLOG_LEVEL=debug shows kernels and sizes
  try {
    const int code = run(argc, argv);
    if (std::fflush(stdout) != 0) throw run_error("stdout", std::string("cannot be written: ") + std::strerror(errno));
    return code;
  } catch (const CLI::ParseError& e) {
    fmt::print(stderr, "error: {}; see --help\n", e.what());
    return static_cast<int>(Blame::input);
  } catch (const Error& e) {
    fmt::print(stderr, "error: {}\n", e.what());
    return e.exit_code();
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "error: out of memory; make the model or the batch smaller\n");
    return 1;
  } catch (const std::exception& e) {
    fmt::print(stderr, "error: {}\n", e.what());
    return 1;
  }
}

}  // namespace rowgrad
