// Identity of a run: its resolved config and the contents of the files it reads, which a checkpoint keeps so that a
// resumed run can prove that it goes on with the same.
#pragma once

#include "run/checkpoint.hpp"
#include "run/run_directory.hpp"
#include "session/run_spec.hpp"

namespace rowgrad {

/// Reads each data file that is there once, on all threads, and the run's vocabularies.
RunIdentity identity_of(const RunSpec& spec, const RunDirectory& run);

/// Throws an input Error that names the file or the setting unless the run as it was saved in `checkpoint` is the one
/// at hand. A larger number of epochs is no change, nor is a data file that was moved. Data files that are missing are
/// left for their reader to tell.
void require_same(const CheckpointFile& checkpoint, const RunIdentity& now, const RunSpec& spec,
                  const RunDirectory& run);

/// Throws an input Error if a data file is inside the folder where the run is to be written, which it might overwrite.
void require_data_outside(const RunSpec& spec, const std::filesystem::path& out);

}  // namespace rowgrad
