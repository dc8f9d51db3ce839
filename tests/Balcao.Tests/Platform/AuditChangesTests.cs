using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Tests.Platform;

/// <summary>Which fields of two records the audit trail names.</summary>
[WithoutDatabase]
public sealed class AuditChangesTests
{
    private static readonly Till Before = new("Caixa 1", 3, true, Role.Agent, ["seg 8-12", "seg 13-18"], null, "segredo");

    [Fact]
    public void Only_fields_that_differ_are_named_with_both_values()
    {
        var after = Before with { Name = "Caixa 2", IsOpen = false, Hours = ["seg 8-12"], Limit = 1.5m };

        Assert.Equal(
        [
            new("name", "Caixa 1", "Caixa 2"), new("isOpen", "true", "false"), new("hours", "seg 8-12\nseg 13-18", "seg 8-12"), new("limit", null, "1.5"),
        ], AuditChanges.Between(Before, after));
    }

    [Fact]
    public void Equal_records_differ_in_nothing_and_equal_lists_are_equal() =>
        Assert.Empty(AuditChanges.Between(Before, Before with { Hours = ["seg 8-12", "seg 13-18"] }));

    [Fact]
    public void A_secret_is_named_and_neither_value_is_there()
    {
        var change = Assert.Single(AuditChanges.Between(Before, Before with { Pin = "outro" }));

        Assert.Equal(new AuditChange("pin", null, null, IsSecret: true), change);
        Assert.DoesNotContain("segredo", AuditChanges.ToText(AuditChanges.Between(Before, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_is_created_or_deleted_the_fields_with_a_value_are_named()
    {
        Assert.Equal(["name", "places", "isOpen", "role", "hours", "pin"], AuditChanges.Between(null, Before).Select(change => change.Field));
        Assert.All(AuditChanges.Between(null, Before), change => Assert.Null(change.Before));
        Assert.All(AuditChanges.Between(Before, null), change => Assert.Null(change.After));
        Assert.Empty(AuditChanges.Between(null, null));
    }

    [Fact]
    public void No_text_and_an_empty_text_or_list_are_the_same() =>
        Assert.Empty(AuditChanges.Between(Before with { Hours = [], Name = "" }, Before with { Hours = [], Name = null }));

    [Fact]
    public void A_long_value_is_cut_and_not_within_a_character()
    {
        var text = new string('a', AuditChanges.LongestValue - 1) + "😀😀";

        var change = Assert.Single(AuditChanges.Between(Before, Before with { Name = text }));

        Assert.Equal(text[..(AuditChanges.LongestValue - 1)] + "…", change.After);
    }

    [Fact]
    public void What_is_stored_is_read_again()
    {
        var changes = AuditChanges.Between(Before, Before with { Name = "\"=1+1\"\n<b>", Pin = "x" });

        Assert.Equal(changes, AuditChanges.FromText(AuditChanges.ToText(changes)));
        Assert.Null(AuditChanges.ToText([]));
        Assert.Empty(AuditChanges.FromText(null));
    }

    private sealed record Till(string? Name, int Places, bool IsOpen, Role Role, IReadOnlyList<string> Hours, decimal? Limit, [property: Secret] string Pin);
}
