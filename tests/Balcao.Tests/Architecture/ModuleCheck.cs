using Mono.Cecil;

namespace Balcao.Tests.Architecture;

/// <summary>Checks a compiled assembly against a <see cref="ModuleMap"/>.</summary>
static class ModuleCheck
{
    /// <summary>Every forbidden use, one sentence each; empty if there is none.</summary>
    public static IReadOnlyList<string> Violations(ModuleMap map, AssemblyDefinition assembly) =>
    [
        .. (from type in assembly.MainModule.Types
            where map.Covers(type.Namespace) && !IsGenerated(type)
            from violation in Violations(map, type)
            select violation).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The modules that the map allows to depend on themselves through others.</summary>
    public static IReadOnlyList<string> Circles(ModuleMap map)
    {
        string[] modules = [.. map.Floors.SelectMany(floor => floor)];
        return [.. modules.Where(module => Reachable(module).Contains(module))];

        HashSet<string> Reachable(string start)
        {
            HashSet<string> seen = [];
            Stack<string> open = new([start]);
            while (open.TryPop(out var from))
                foreach (var to in modules.Where(to => to != from && map.Allows(from, to) && seen.Add(to)))
                    open.Push(to);
            return seen;
        }
    }

    static IEnumerable<string> Violations(ModuleMap map, TypeDefinition type)
    {
        if (map.ModuleOf(type.Namespace) is not { } home) return [$"{type.FullName} is in no module: give its folder a floor in ModuleMap."];
        return from reference in CompiledReferences.Of(type)
               let violation = reference.To.Scope == type.Module
                   ? BrokenArrow(map, home, reference)
                   : BrokenWall(map, home, reference)
               where violation is not null
               select violation;
    }

    static string? BrokenArrow(ModuleMap map, string home, CompiledReference reference)
    {
        var used = Outermost(reference.To);
        if (!map.Covers(used.Namespace) || IsGenerated(used)) return null;
        return map.ModuleOf(used.Namespace) is { } to && !map.Allows(home, to)
            ? $"{reference.Where} uses {reference.To.FullName}: {home} may not use {(to == ModuleMap.Contents ? "what puts the modules together" : to)}."
            : null;
    }

    static string? BrokenWall(ModuleMap map, string home, CompiledReference reference) =>
        map.Walls.FirstOrDefault(wall => IsOf(wall, reference.To.Scope.Name) && wall.OnlyFor != home) is { } wall
            ? $"{reference.Where} uses {reference.To.FullName}: {wall.Assembly} is for {wall.OnlyFor} alone."
            : null;

    static bool IsOf(Wall wall, string assembly) =>
        assembly == wall.Assembly || assembly.StartsWith(wall.Assembly + ".", StringComparison.Ordinal);

    static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>
    /// The compiler keeps anonymous types and array contents in the global namespace, for all modules together.
    /// </summary>
    static bool IsGenerated(TypeReference type) => type.Name.StartsWith('<');
}
