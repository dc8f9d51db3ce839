using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Balcao.Tests.Architecture;

/// <summary>The compiled product follows the module map, the allowed references and the naming rules.</summary>
[WithoutDatabase]
public sealed partial class ArchitectureTests
{
    /// <summary>
    /// Which of our other assemblies each assembly may use. The simulator shares nothing with the library it tests:
    /// with shared records both would have the same mistake.
    /// </summary>
    public static TheoryData<string, string[]> Assemblies => new()
    {
        { "Balcao.Contract", [] },
        { "Balcao.WhatsApp", [] },
        { "Balcao.Client", ["Balcao.Contract"] },
        { "Balcao.Simulator", [] },
        { "Balcao", ["Balcao.Client", "Balcao.Contract", "Balcao.WhatsApp"] },
    };

    [Fact]
    public void The_server_s_modules_use_only_modules_below_them()
    {
        using var server = Read("Balcao");
        Findings.AssertNone(ModuleCheck.Violations(ModuleMap.Balcao, server));
    }

    [Fact]
    public void The_map_has_no_cycle_and_no_unknown_name()
    {
        var map = ModuleMap.Balcao;
        string[] named = [.. map.Beside.SelectMany(arrow => (string[])[arrow.From, arrow.To]), .. map.Walls.Select(wall => wall.OnlyFor)];

        Findings.AssertNone(ModuleCheck.Circles(map));
        Findings.AssertNone(named.Except(map.Floors.SelectMany(floor => floor)));
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void An_assembly_uses_only_allowed_assemblies(string name, string[] allowed)
    {
        using var assembly = Read(name);
        var ours = assembly.MainModule.AssemblyReferences
            .Select(reference => reference.Name)
            .Where(used => used == "Balcao" || used.StartsWith("Balcao.", StringComparison.Ordinal));

        Findings.AssertNone(ours.Except(allowed));
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Types_live_in_the_namespace_of_their_assembly(string name, string[] _)
    {
        using var assembly = Read(name);
        Findings.AssertNone(
            from type in OurTypes(assembly)
            // __Blazor: types that the Razor compiler generates for generic components.
            where type.Namespace.Length > 0 && type.Namespace != name && !type.Namespace.StartsWith("__Blazor", StringComparison.Ordinal) && !type.Namespace.StartsWith(name + ".", StringComparison.Ordinal)
            select type.FullName);
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void No_type_name_ends_with_a_meaningless_word(string name, string[] _)
    {
        using var assembly = Read(name);
        Findings.AssertNone(
            from type in OurTypes(assembly).SelectMany(WithNested)
            where EmptyWord().IsMatch(type.Name)
            select type.FullName);
    }

    [Theory]
    [InlineData("ChatManager", true)]
    [InlineData("TicketHelpers", true)]
    [InlineData("MessageDto", true)]
    [InlineData("Repository`1", false)]
    [InlineData("QueueBase`1", true)]
    [InlineData("ServiceHours", false)]
    [InlineData("Database", false)]
    public void Meaningless_suffixes_are_recognised(string type, bool isEmpty) => Assert.Equal(isEmpty, EmptyWord().IsMatch(type));

    /// <summary>Suffixes that say nothing about what a type does.</summary>
    [GeneratedRegex(@"(Manager|Service|Helper|Util|Common|Base|Impl|Data|Info|Dto)s?(`\d+)?$")]
    private static partial Regex EmptyWord();

    /// <summary>Without types added by the compiler and by generators.</summary>
    static IEnumerable<TypeDefinition> OurTypes(AssemblyDefinition assembly) =>
        from type in assembly.MainModule.Types
        where !type.Name.StartsWith('<')
            && !type.Namespace.StartsWith("System.", StringComparison.Ordinal)
            && !type.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal)
        select type;

    static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        [type, .. type.NestedTypes.Where(nested => !nested.Name.StartsWith('<')).SelectMany(WithNested)];

    static AssemblyDefinition Read(string name) =>
        AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
}
