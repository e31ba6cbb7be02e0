package io.troupe.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Judges metrics in text form by the rules that Prometheus' own checker has: form, help, types, names and units. */
final class PrometheusText {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\.)*\",?)*\\})? (\\S+)");
    private static final Pattern UPPER_BOUND = Pattern.compile(",?le=\"([^\"]*)\"");
    private static final Pattern ODD_UNIT = Pattern.compile(
            ".*_(milliseconds|microseconds|nanoseconds|minutes|hours|days|kilobytes|megabytes|mib|percent)(_.*|$)");
    private static final List<String> PARTS = List.of("_bucket", "_count", "_sum");

    private final Map<String, String> helps = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> series = new HashSet<>();
    private final Map<String, Double> lastBucket = new HashMap<>();
    private final Map<String, Double> infinite = new HashMap<>();
    private final Map<String, Double> counts = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private PrometheusText() {}

    static List<String> faultsOf(String text) {
        var judge = new PrometheusText();
        if (!text.endsWith("\n")) {
            judge.faults.add("the last line has no end");
        }
        text.lines().forEach(judge::line);
        judge.counts.forEach((name, count) -> {
            if (!count.equals(judge.infinite.get(name))) {
                judge.faults.add(name + ": the bucket +Inf differs from the count");
            }
        });
        return List.copyOf(judge.faults);
    }

    private void line(String line) {
        if (line.startsWith("# HELP ")) {
            var words = line.split(" ", 4);
            check(words.length == 4 && !words[3].isBlank(), line, "has no help");
            check(helps.put(words[2], line) == null, line, "is said twice");
        } else if (line.startsWith("# TYPE ")) {
            var words = line.split(" ");
            check(types.put(words[2], words[3]) == null, line, "is said twice");
            family(words[2], words[3]);
        } else if (!line.startsWith("#") && !line.isBlank()) {
            sample(line);
        }
    }

    private void family(String name, String type) {
        check(helps.containsKey(name), name, "has a type but no help before it");
        check(name.equals(name.toLowerCase(java.util.Locale.ROOT)), name, "has capitals");
        check(!ODD_UNIT.matcher(name).matches(), name, "is not in base units");
        check(
                type.equals("counter") == name.endsWith("_total"),
                name,
                "ends with _total if and only if it is a counter");
        check(PARTS.stream().noneMatch(name::endsWith), name, "ends like a part of a histogram");
        check(!name.contains("_" + type), name, "has its type in its name");
    }

    private void sample(String line) {
        var sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            faults.add("cannot be read: " + line);
            return;
        }
        var name = sample.group(1);
        var labels = sample.group(2) == null ? "" : sample.group(2);
        check(series.add(name + labels), line, "is there twice");
        var family = familyOf(name);
        check(types.containsKey(family), line, "has no type before it");
        if ("histogram".equals(types.get(family))) {
            histogram(family, name, labels, Double.parseDouble(sample.group(3).replace("+Inf", "Infinity")), line);
        }
    }

    private void histogram(String family, String name, String labels, double value, String line) {
        if (name.endsWith("_bucket")) {
            var bound = UPPER_BOUND.matcher(labels);
            check(bound.find(), line, "is a bucket without a bound");
            var key = family + UPPER_BOUND.matcher(labels).replaceFirst("");
            var before = lastBucket.put(key, value);
            check(before == null || before <= value, line, "is less than the bucket before");
            if (labels.contains("le=\"+Inf\"")) {
                infinite.put(key, value);
            }
        } else if (name.endsWith("_count")) {
            counts.put(family + (labels.isEmpty() ? "{}" : labels), value);
        }
    }

    private String familyOf(String name) {
        for (var part : PARTS) {
            var family = name.endsWith(part) ? name.substring(0, name.length() - part.length()) : name;
            if (types.containsKey(family)) {
                return family;
            }
        }
        return name;
    }

    private void check(boolean right, String what, String fault) {
        if (!right) {
            faults.add(what + " " + fault);
        }
    }
}
