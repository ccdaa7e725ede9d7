// What almost every test includes, compiled once.
#pragma once

#include "precompiled.hpp"
#include "tests/catch.hpp"
