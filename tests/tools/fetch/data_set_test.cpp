#include "tools/fetch/data_set.hpp"

#include <set>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {

using Catch::Matchers::Contains;

TEST_CASE("every known data set has an https URL, a whole SHA-256 if any, files and a next command that names one") {
  std::set<std::string> names;
  for (const DataSet& set : data_sets()) {
    CAPTURE(set.name);
    CHECK(names.insert(set.name).second);
    CHECK(set.url.starts_with("https://"));
    CHECK((set.sha256.empty() || set.sha256.size() == 64));
    CHECK(set.sha256.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(set.sha256.empty() == (set.bytes == 0));
    CHECK_FALSE(set.files.empty());
    CHECK(set.convert);
    const std::string next = next_command(set, "here");
    CHECK_THAT(next, Contains(" here/" + set.name));
  }
}

TEST_CASE("the next command of a data set is one that the program has, with a config that is there") {
  for (const DataSet& set : data_sets()) {
    CAPTURE(set.name);
    const std::vector<std::string> command = set.next[0] == "train"
                                                 ? std::vector<std::string>{"train", "--help"}
                                                 : std::vector<std::string>{"rowgrad", set.next[1], "--help"};
    CHECK(run_command(command).code == 0);
    if (set.next[0] == "train") CHECK(std::filesystem::exists(source_file(set.next[2])));
  }
}

TEST_CASE("a data set that is not known is refused with what was meant") {
  CHECK_THROWS_WITH(find_data_set("sst-2"), Contains("sst-2: there is no such data set") && Contains("\"sst2\""));
}

}  // namespace rowgrad
