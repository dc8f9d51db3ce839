using Mono.Cecil;

namespace Balcao.Tests.Architecture;

/// <summary>Violations planted in this assembly are found, and nothing else is reported.</summary>
[WithoutDatabase]
public sealed class ModuleCheckTests
{
    static readonly ModuleMap Map = new("Planted",
        Floors: [["Channels"], ["Chats"], ["Platform"]],
        Beside: [],
        Walls: [new("Mono.Cecil", OnlyFor: "Platform")]);

    static readonly IReadOnlyList<string> Found = Check(Map);

    [Theory]
    [InlineData("UsesAField")]
    [InlineData("UsesASignature")]
    [InlineData("UsesABody")]
    [InlineData("UsesALambda")]
    [InlineData("UsesAGenericArgument")]
    [InlineData("UsesACatch")]
    [InlineData("UsesAnInterface")]
    [InlineData("UsesAConstraint")]
    [InlineData("UsesAnAttribute")]
    [InlineData("UsesATypeInAnAttribute")]
    public void A_use_of_a_higher_layer_is_found_in_every_form(string culprit) => Assert.Contains(Found, violation =>
        violation.StartsWith($"Planted.Chats.{culprit}", StringComparison.Ordinal) && violation.EndsWith("Chats may not use Channels.", StringComparison.Ordinal));

    [Fact]
    public void A_use_of_the_composition_root_is_found() => Assert.Contains(Found, violation =>
        violation.StartsWith("Planted.Chats.UsesTheContents", StringComparison.Ordinal));

    [Fact]
    public void A_use_of_a_restricted_assembly_is_found() => Assert.Contains(Found, violation =>
        violation.StartsWith("Planted.Chats.UsesAWalledAssembly", StringComparison.Ordinal) && violation.EndsWith("Mono.Cecil is for Platform alone.", StringComparison.Ordinal));

    [Fact]
    public void A_folder_without_a_layer_is_found() => Assert.Contains(Found, violation =>
        violation.StartsWith("Planted.Attic.HasNoFloor is in no module", StringComparison.Ordinal));

    [Fact]
    public void Only_violations_are_reported() => Assert.All(Found, violation => Assert.Matches(@"^Planted\.(Chats\.Uses|Attic\.)", violation));

    [Fact]
    public void A_dependency_within_a_layer_must_be_on_the_map()
    {
        var neighbours = Map with { Floors = [["Channels", "Chats"], ["Platform"]] };
        Assert.Contains(Check(neighbours), violation => violation.StartsWith("Planted.Chats.UsesABody", StringComparison.Ordinal));

        var linked = neighbours with { Beside = [new("Chats", "Channels")] };
        Assert.DoesNotContain(Check(linked), violation => violation.StartsWith("Planted.Chats.UsesABody", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cycle_within_a_layer_is_found()
    {
        var circle = Map with { Floors = [["A", "B", "C"]], Beside = [new("A", "B"), new("B", "C"), new("C", "A")] };

        Assert.Equal(["A", "B", "C"], ModuleCheck.Circles(circle));
        Assert.Empty(ModuleCheck.Circles(circle with { Beside = [new("A", "B"), new("B", "C"), new("A", "C")] }));
        Assert.Equal(["A", "B"], ModuleCheck.Circles(circle with { Floors = [["A"], ["B"]], Beside = [new("B", "A")] }));
    }

    static IReadOnlyList<string> Check(ModuleMap map)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(ModuleCheckTests).Assembly.Location);
        return ModuleCheck.Violations(map, assembly);
    }
}
