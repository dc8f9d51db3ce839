using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Balcao.Platform;
using Microsoft.Extensions.Options;

namespace Balcao.Tests.Architecture;

/// <summary><c>docs/limits.md</c> tells every limit with its default and a test that exists.</summary>
[WithoutDatabase]
public sealed partial class LimitsDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(SourceTree.Root.FullName, "docs/limits.md"));

    [Fact]
    public void Every_limit_is_told_with_its_default_and_a_test() => Findings.AssertNone(
        from limit in typeof(Limits).GetProperties()
        let row = $"| {Convert.ToString(limit.GetValue(new Limits()), CultureInfo.InvariantCulture)} | `Balcao__Limits__{limit.Name}` | `"
        where !Lines.Any(line => line.Contains(row, StringComparison.Ordinal))
        select $"docs/limits.md has no row with {row}");

    [Fact]
    public void It_tells_of_no_limit_that_is_gone() => Findings.AssertNone(
        from line in Lines
        from Match match in Setting().Matches(line)
        where typeof(Limits).GetProperty(match.Groups["name"].Value) is null
        select $"{match.Value} is no setting");

    [Fact]
    public void Every_test_that_it_names_exists()
    {
        var sources = SourceTree.Files(["tests"], ".cs").Select(file => File.ReadAllText(file.FullName)).ToList();
        var named = Lines.SelectMany(line => Test().Matches(line)).ToList();

        Assert.NotEmpty(named);
        Findings.AssertNone(
            from match in named
            let type = match.Groups["type"].Value
            let method = match.Groups["method"].Value
            where !sources.Any(source => source.Contains($"class {type}", StringComparison.Ordinal) && source.Contains($" {method}(", StringComparison.Ordinal))
            select $"{type} has no test {method}");
    }

    [Fact]
    public void Every_limit_has_a_range_that_its_default_is_in()
    {
        Findings.AssertNone(
            from limit in typeof(Limits).GetProperties()
            where limit.GetCustomAttribute<System.ComponentModel.DataAnnotations.RangeAttribute>() is null
            select $"{limit.Name} may be anything");

        new Limits().Check();
    }

    [Fact]
    public void A_limit_out_of_its_range_is_refused_by_the_name_of_its_setting()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => new Limits { JsonBytes = 1, SearchedRows = 0 }.Check());

        Assert.Equal(2, refused.Failures.Count());
        Assert.Contains(refused.Failures, failure => failure.StartsWith("Balcao__Limits__JsonBytes", StringComparison.Ordinal));
    }

    [GeneratedRegex("Balcao__Limits__(?<name>[A-Za-z]+)")]
    private static partial Regex Setting();

    [GeneratedRegex("`(?<type>[A-Z][A-Za-z]+Tests)\\.(?<method>[A-Za-z0-9_]+)`")]
    private static partial Regex Test();
}
