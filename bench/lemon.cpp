// One PM1 instance (see pm1-file.mjs) by LEMON's network simplex: `lemon FILE` prints one JSON line.
// A person is a node with one unit, which goes to an opening (cost −score, up to its seats) or stays home at no cost. The clock runs over
// what the solver does with a graph that stands: its own set-up, the run, reading value and flow. Small instances are solved again and again, since
// the clock of CPU time ticks in milliseconds; the mean counts.
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace {

std::string readAll(const char* path) {
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) {
    std::fprintf(stderr, "cannot open %s\n", path);
    std::exit(1);
  }
  std::string text;
  char block[1 << 16];
  for (size_t got; (got = std::fread(block, 1, sizeof block, file)) > 0;) text.append(block, got);
  std::fclose(file);
  return text;
}

class Numbers {
 public:
  explicit Numbers(const std::string& text) : at(text.c_str() + 3) {}
  int next() {
    char* end = nullptr;
    const long value = std::strtol(at, &end, 10);
    if (end == at) {
      std::fprintf(stderr, "the file is cut short\n");
      std::exit(1);
    }
    at = end;
    return static_cast<int>(value);
  }
  void skip(int count) {
    while (count-- > 0) next();
  }

 private:
  const char* at;
};

constexpr double leastSeconds = 0.2;

double userSeconds() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_utime.tv_usec * 1e-6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: lemon FILE\n");
    return 64;
  }
  std::string text = readAll(argv[1]);
  if (text.compare(0, 3, "PM1") != 0) {
    std::fprintf(stderr, "%s is no PM1 file\n", argv[1]);
    return 1;
  }
  Numbers numbers(text);
  const int students = numbers.next(), openings = numbers.next(), pairs = numbers.next(), senders = numbers.next();
  std::vector<int> seats(openings);
  for (int& count : seats) count = numbers.next();
  numbers.skip(2 * openings + students);
  (void)senders;

  const int home = students + openings;
  std::vector<std::pair<int, int>> ends;
  std::vector<int> upper;
  std::vector<int> score;
  ends.reserve(pairs + home);
  upper.reserve(pairs + home);
  score.reserve(pairs + home);
  const auto add = [&](int from, int to, int most, int worth) {
    ends.emplace_back(from, to);
    upper.push_back(most);
    score.push_back(worth);
  };
  for (int student = 0; student < students; student++) {
    for (int left = numbers.next(); left > 0; left--) {
      const int opening = numbers.next();
      add(student, students + opening, 1, numbers.next());
      numbers.skip(1);
    }
    add(student, home, 1, 0);
  }
  for (int opening = 0; opening < openings; opening++) add(students + opening, home, seats[opening], 0);
  std::string().swap(text);

  using Graph = lemon::StaticDigraph;
  Graph graph;
  graph.build(home + 1, ends.begin(), ends.end());
  Graph::ArcMap<int> upperMap(graph);
  Graph::ArcMap<long long> costMap(graph);
  Graph::NodeMap<int> supplyMap(graph, 0);
  for (size_t arc = 0; arc < ends.size(); arc++) {
    upperMap[graph.arc(arc)] = upper[arc];
    costMap[graph.arc(arc)] = -score[arc];
  }
  for (int student = 0; student < students; student++) supplyMap[graph.node(student)] = 1;
  supplyMap[graph.node(home)] = -students;

  using Simplex = lemon::NetworkSimplex<Graph, int, long long>;
  bool isOptimal = true;
  long long value = 0;
  int placed = 0;
  int rounds = 0;
  double seconds = 0;
  const double before = userSeconds();
  do {
    Simplex simplex(graph);
    simplex.upperMap(upperMap).costMap(costMap).supplyMap(supplyMap);
    isOptimal = simplex.run() == Simplex::OPTIMAL;
    value = -simplex.totalCost<long long>();
    placed = 0;
    for (size_t arc = 0; arc < ends.size(); arc++)
      if (ends[arc].first < students && ends[arc].second != home && simplex.flow(graph.arc(arc)) > 0) placed++;
    rounds++;
    seconds = userSeconds() - before;
  } while (isOptimal && seconds < leastSeconds);
  const double cpuSeconds = seconds / rounds;

  std::printf("{\"optimal\":%s,\"value\":%lld,\"placed\":%d,\"cpuSeconds\":%.6f}\n", isOptimal ? "true" : "false", value, placed, cpuSeconds);
  return 0;
}
