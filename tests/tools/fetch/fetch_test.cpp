#include "tools/fetch/fetch.hpp"

#include "core/error.hpp"
#include "tests/archives.hpp"
#include "tests/tools/fetch/fetched.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;
using Checked = FetchReport::Checked;

TEST_CASE("what is fetched has its published sum and a receipt that sha256sum reads, and nothing else is left") {
  const ServedFile file{"ann\nbob\n", "\"v1\""};
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  Fetched place(server.url("/x"));
  const FetchReport report = place.run(small_set(file.content));
  CHECK(place.text() == file.content);
  CHECK(report.checked == Checked::published);
  CHECK(report.sha256 == sum_of(file.content));
  CHECK(report.files.at(0).lines == 2);
  CHECK_FALSE(place.has("x.part"));
  CHECK_FALSE(place.has("x.part.json"));
  const std::string check = "cd " + place.folder.path().string() + " && sha256sum --strict --status -c x.sha256";
  CHECK(run_command({"/bin/sh", "-c", check}).code == 0);
}

TEST_CASE("what is there and right is not fetched again, unless it is forced or a file is missing") {
  const ServedFile file{"ann\nbob\n", "\"v1\""};
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  Fetched place(server.url("/x"));
  const DataSet set = small_set(file.content);
  place.run(set);
  CHECK(place.run(set).already_there);
  CHECK(server.requests().size() == 1);
  CHECK(is_fetched(set, place.folder.path()));
  std::filesystem::remove(place.folder / "x.txt");
  CHECK_FALSE(is_fetched(set, place.folder.path()));
  CHECK_FALSE(place.run(set).already_there);
  CHECK(place.text() == file.content);
  place.options.force = true;
  CHECK_FALSE(place.run(set).already_there);
  CHECK(server.requests().size() == 3);
}

TEST_CASE("a file that is there and another's is not replaced, unless it is forced") {
  const ServedFile file{"ann\nbob\n", ""};
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  Fetched place(server.url("/x"));
  place.folder.write("x.txt", "my own names");
  CHECK_THROWS_WITH(place.run(small_set(file.content)),
                    Contains("x.txt: is there already, and is not what rowgrad fetch wrote; --force replaces it"));
  CHECK(place.text() == "my own names");
  CHECK(server.requests().empty());
  place.options.force = true;
  place.run(small_set(file.content));
  CHECK(place.text() == file.content);
  place.options.force = false;
  place.folder.write("x.txt", "ann\nbob\ncarl\n");  // changed since
  CHECK_THROWS_AS(place.run(small_set(file.content)), Error);
  CHECK(place.text() == "ann\nbob\ncarl\n");
}

TEST_CASE("another sum or size than the published is refused, and nothing of it is unpacked or kept") {
  const ServedFile file{"eve\nmal\n", "\"v1\""};
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  Fetched place(server.url("/x"));
  CHECK_THROWS_WITH(place.run(small_set("ann\nbob\n")),
                    Contains("is not x: expected SHA-256 " + sum_of("ann\nbob\n") + ", which is published, found " +
                             sum_of(file.content)));
  CHECK_THROWS_WITH(place.run(small_set("ann\n")), Contains("expected 4 bytes, the server has 8"));
  CHECK(std::filesystem::is_empty(place.folder.path()));
}

TEST_CASE("where no sum is published the first one is remembered, and another is taken only if it is forced") {
  ServedFile file{"ann\nbob\n", "\"v1\""};
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  Fetched place(server.url("/x"));
  CHECK(place.run(unpublished_set()).checked == Checked::first_time);
  CHECK(place.run(unpublished_set()).already_there);
  std::filesystem::remove(place.folder / "x.txt");
  CHECK(place.run(unpublished_set()).checked == Checked::remembered);
  std::filesystem::remove(place.folder / "x.txt");
  file.content = "eve\n";
  CHECK_THROWS_WITH(place.run(unpublished_set()), Contains("which it had the first time") && Contains("--force"));
  CHECK_FALSE(place.has("x.txt"));
  place.options.force = true;
  CHECK(place.run(unpublished_set()).checked == Checked::first_time);
  CHECK(place.text() == "eve\n");
}

TEST_CASE("a copy by path or file URL is checked like a download, and stays where it is") {
  const std::string content = "ann\nbob\n";
  const TemporaryFolder copies;
  const std::string path = copies.write("a copy.txt", content);
  for (const std::string& from : {path, "file://" + copies.path().string() + "/a%20copy.txt"}) {
    CAPTURE(from);
    Fetched place(from);
    CHECK(place.run(small_set(content)).source == path);
    CHECK(place.text() == content);
    Fetched other(from);
    CHECK_THROWS_WITH(other.run(small_set("eve\nmal\n")), Contains("a copy.txt: is not x: expected SHA-256"));
    CHECK_FALSE(other.has("x.txt"));
    CHECK(read_text(path) == content);
  }
}

TEST_CASE("a source given for what is there already is checked, not ignored") {
  const ServedFile file{"ann\nbob\n", "\"v1\""};
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  const TemporaryFolder copies;
  const std::string same = copies.write("same", file.content), other = copies.write("other", "eve\nmal\n");
  for (const DataSet& set : {small_set(file.content), unpublished_set()}) {
    Fetched place(server.url("/x"));
    place.run(set);
    place.options.from = same;
    CHECK(place.run(set).already_there);
    place.options.from = other;
    CHECK_THAT(failure(place, set).second, Contains("other: is not x: expected SHA-256"));
    place.options.from = (copies / "none").string();
    CHECK_THAT(failure(place, set).second, Contains("none: expected a file, found none"));
    CHECK(place.text() == file.content);
  }
  Fetched place(server.url("/x"));
  place.run(unpublished_set());
  place.options.from = server.url("/y");
  const auto [code, message] = failure(place, unpublished_set());
  CHECK(code == 2);
  CHECK_THAT(message, Contains("/y: x is there already, from " + server.url("/x") + "; --force replaces it"));
}

TEST_CASE("what turns out not to be the data set is not gone on with, nor remembered as its sum") {
  ServedFile file{"<html>\nplease log in\n", "\"v1\""};
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  Fetched place(server.url("/x"));
  DataSet set = unpublished_set();
  set.convert = scored_pairs("x.txt");
  CHECK_THAT(failure(place, set).second, Contains("expected two words and a score"));
  CHECK(std::filesystem::is_empty(place.folder.path()));
  file.content = "tiger\tcat\t7.35\n";
  CHECK(place.run(set).checked == Checked::first_time);
}

TEST_CASE("a copy that is not there, or of another kind, is refused as input") {
  const TemporaryFolder copies;
  const auto refused = [](const std::string& from) {
    Fetched place(from);
    try {
      place.run(small_set("x"));
    } catch (const Error& e) {
      CHECK(e.exit_code() == 2);
      return std::string(e.what());
    }
    return std::string("taken");
  };
  CHECK_THAT(refused((copies / "none.zip").string()), Contains("none.zip: expected a file, found none"));
  CHECK_THAT(refused(copies.path().string()), Contains("found a folder"));
  CHECK_THAT(refused("http://"), Contains("http://: expected a URL, found none"));
  CHECK_THAT(refused("ftp://example.invalid/x"), Contains("expected a file, or a URL with https, http or file"));
}

TEST_CASE("what a killed fetch left half written goes, and nothing else") {
  Fetched place("");
  place.options.from = place.folder.write("copy", "ann\n");
  for (const char* name : {"x.txt.tmp-12-0", "y.txt.tmp-12-0", "x.txt.tmp-mine"}) place.folder.write(name, "a");
  place.run(small_set("ann\n"));
  CHECK_FALSE(place.has("x.txt.tmp-12-0"));
  CHECK(place.has("y.txt.tmp-12-0"));
  CHECK(place.has("x.txt.tmp-mine"));
}

TEST_CASE("a folder that cannot be made is refused") {
  Fetched place("/none");
  place.options.folder = place.folder.write("file", "") / "below";
  CHECK_THROWS_WITH(place.run(small_set("x")), Contains("--to: expected a folder or a place for one"));
  place.options.folder = "";
  CHECK_THROWS_WITH(place.run(small_set("x")), Contains("--to: expected a folder or a place for one, found \"\""));
}

TEST_CASE("an archive is unpacked only into the files of its data set") {
  ServedFile file{make_archive({{"in/a", "A\n"}, {"../../evil", "x"}}, true), "\"v1\""};
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  Fetched place(server.url("/x"));
  DataSet set = small_set(file.content);
  set.convert = unpack_members({{"in/a", "x.txt"}}, {.bytes = 1000, .entries = 10});
  CHECK_THROWS_WITH(place.run(set), Contains("leads out of the folder"));
  CHECK_FALSE(place.has("x.txt"));
  CHECK_FALSE(place.has("x.sha256"));
  file.content = make_archive({{"in/a", "A\n"}, {"in/b", "B\n"}}, true);
  set.sha256 = sum_of(file.content);
  set.bytes = file.content.size();
  place.run(set);
  CHECK(place.text() == "A\n");
  CHECK_FALSE(place.has("in"));
}

}  // namespace
}  // namespace rowgrad
