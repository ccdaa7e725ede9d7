// A run's summary as a person reads it; programs read summary.json.
#pragma once

#include <filesystem>
#include <string>

#include "session/results.hpp"

namespace rowgrad {

/// Splits by loss, accuracy and macro F1, as far as there are such; epochs, parameters, time, speed; and the folder.
std::string summary_table(const Summary& summary, const std::filesystem::path& run);

}  // namespace rowgrad
