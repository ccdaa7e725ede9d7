// The page that the explorer serves and a report is made of: one HTML file, built from tools/page.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "config/types.hpp"

namespace rowgrad {

/// A file of the built page: beside the build that this program is of, or where it was installed. Throws an input Error
/// that says how to build it if it is not there.
std::filesystem::path page_file(const std::string& name);

/// The page as it was built, which asks a server.
std::string live_page();

/// A page with answers in it, by question, which needs no server. Throws a run Error if it has no place for them.
std::string with_answers(std::string page, const std::map<std::string, Json>& answers);

}  // namespace rowgrad
