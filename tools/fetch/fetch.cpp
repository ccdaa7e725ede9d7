#include "tools/fetch/fetch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/atomic_file.hpp"
#include "core/error.hpp"
#include "core/is_there.hpp"
#include "tools/fetch/copy_source.hpp"
#include "tools/fetch/receipt.hpp"

namespace rowgrad {
namespace {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (!problem && fs::is_directory(folder, problem)) return;
  throw input_error("--to", fmt::format("expected a folder or a place for one, found \"{}\"{}", folder.string(),
                                        problem ? ": " + problem.message() : ""));
}

// What the source's sum must be; empty: whatever it is.
std::string expected_sum(const DataSet& set, const Receipt& receipt, bool force) {
  if (!set.sha256.empty()) return set.sha256;
  return force ? "" : receipt.source_sha256;
}

class Fetching {
 public:
  Fetching(const DataSet& set, const FetchOptions& options, FetchObserver& observer)
      : set_(set),
        options_(options),
        observer_(observer),
        receipt_(read_receipt(options.folder, set.name)),
        expected_(expected_sum(set, receipt_, options.force)) {}

  FetchReport run() {
    const auto copy = copy_source(options_.from);
    if (!options_.force && is_all_there()) {
      check_asked_for(copy);
      return report_there();
    }
    PartialFile part(options_.folder, set_.name);  // nobody else fetches this from here on
    remove_left_behind();
    if (copy) {
      check(*copy, copy->string(), true);
    } else {
      download_to(part);
    }
    try {
      convert(copy ? *copy : part.path());
    } catch (const Error& e) {
      if (e.exit_code() == 2) part.start({});  // it is not the data set, and nothing to go on with
      throw;
    }
    part.remove();
    return std::move(report_);
  }

 private:
  // Also refuses what is there and another's, before anything is fetched.
  bool is_all_there() {
    bool all = receipt_.source_sha256 == expected_ && !expected_.empty();
    for (const std::string& name : set_.files) {
      const fs::path path = options_.folder / name;
      if (!is_there(path)) {
        all = false;
        continue;
      }
      const auto known = receipt_.files.find(name);
      if (known == receipt_.files.end() || sha256_of(path, observer_, "checking " + name) != known->second)
        throw input_error(path.string(), "is there already, and is not what rowgrad fetch wrote",
                          "--force replaces it, --to chooses another folder");
    }
    return all;
  }

  // Refuses where --from is of something else than what is there, as far as can be told without a network.
  void check_asked_for(const std::optional<fs::path>& copy) {
    if (copy) return check(*copy, copy->string(), true);
    const bool same = options_.from.empty() || options_.from == receipt_.source || !set_.sha256.empty();
    if (!same)
      throw input_error(options_.from, fmt::format("{} is there already, from {}", set_.name, receipt_.source),
                        "--force replaces it, --to chooses another folder");
  }

  FetchReport report_there() {
    FetchReport there{receipt_.source, receipt_.source_sha256, checked(), true, {}};
    for (const std::string& name : set_.files)
      there.files.push_back({name, fs::file_size(options_.folder / name), 0, receipt_.files.at(name)});
    return there;
  }

  FetchReport::Checked checked() const {
    if (!set_.sha256.empty()) return FetchReport::Checked::published;
    return expected_.empty() ? FetchReport::Checked::first_time : FetchReport::Checked::remembered;
  }

  // What a fetch that was killed while it unpacked has left.
  void remove_left_behind() const {
    for (const auto& entry : fs::directory_iterator(options_.folder)) {
      const std::string name = entry.path().filename().string();
      const auto is_of = [&](const std::string& file) { return name.starts_with(file + ".tmp-"); };
      std::error_code ignored;
      if (is_left_behind(entry.path()) && std::ranges::any_of(set_.files, is_of)) fs::remove(entry.path(), ignored);
    }
  }

  void download_to(PartialFile& part) {
    const bool users_own = !options_.from.empty();
    const std::string& url = users_own ? options_.from : set_.url;
    DownloadOptions options = options_.download;
    options.transfer.bytes = set_.bytes;
    const bool has_sum = !expected_.empty();
    download(url, has_sum, users_own, part, options, observer_);
    try {
      check(part.path(), url, users_own);
    } catch (const Error&) {
      const bool spliced = part.has_earlier_bytes();
      part.start({url, "", 0});
      if (!spliced) throw;
      observer_.noted("what was there before was of another file; fetching all of it");
      download(url, has_sum, users_own, part, options, observer_);
      check(part.path(), url, users_own);
    }
  }

  void check(const fs::path& path, const std::string& source, bool users_own) {
    const auto refuse = [&](const std::string& what) {
      const std::string remedy = set_.sha256.empty() ? "--force takes it as it is now"
                                                     : "give a copy from another place by --from FILE-OR-URL";
      throw users_own ? input_error(source, what, remedy) : run_error(source, what, remedy);
    };
    const std::uintmax_t size = fs::file_size(path);
    if (set_.bytes != 0 && size != set_.bytes)
      refuse(fmt::format("is not {}: expected {} bytes, found {}", set_.name, set_.bytes, size));
    const std::string sum = sha256_of(path, observer_, "checking");
    if (!expected_.empty() && sum != expected_) {
      refuse(fmt::format("is not {}: expected SHA-256 {}, which {}, found {}", set_.name, expected_,
                         set_.sha256.empty() ? "it had the first time" : "is published", sum));
    }
    report_ = {source, sum, checked(), false, {}};
  }

  void convert(const fs::path& source) {
    NewFiles files(options_.folder);
    set_.convert(source, files, observer_);
    report_.files = files.finish();
    Receipt receipt{report_.sha256, report_.source, {}};
    for (const FileFacts& file : report_.files) receipt.files[file.name] = file.sha256;
    // First, so that a file is never there without it, which would be taken for another's.
    write_receipt(options_.folder, set_.name, receipt);
    files.commit();
  }

  const DataSet& set_;
  const FetchOptions& options_;
  FetchObserver& observer_;
  Receipt receipt_;
  std::string expected_;
  FetchReport report_;
};

}  // namespace

FetchReport fetch(const DataSet& set, const FetchOptions& options, FetchObserver& observer) {
  make_folder(options.folder);
  return Fetching(set, options, observer).run();
}

bool is_fetched(const DataSet& set, const fs::path& folder) {
  const Receipt receipt = read_receipt(folder, set.name);
  return std::ranges::all_of(
      set.files, [&](const std::string& name) { return receipt.files.contains(name) && is_there(folder / name); });
}

}  // namespace rowgrad
