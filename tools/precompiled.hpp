// What every tool includes, compiled once; CLI11 alone takes seconds.
#pragma once

#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>

#include "precompiled.hpp"
