using System.ComponentModel;
using System.Reflection;

namespace Balcao.Platform;

/// <summary>The names that settings of a class have as environment variables, to find the right one for a wrong one.</summary>
internal sealed class SettingNames
{
    private const string Level = "__";

    private readonly string _section;
    private readonly Type _type;
    private readonly IReadOnlyList<string> _all;

    private SettingNames(string section, Type type) => (_section, _type, _all) = (section, type, [.. NamesOf(type, section)]);

    public static SettingNames Of(Type type, string section) => new(section, type);

    public static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type.GetProperties().Where(property => property.CanWrite);

    /// <summary>Whether it is set by one text.</summary>
    public static bool IsValue(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <summary>The type of a list's items; null if it is no list.</summary>
    public static Type? ItemOf(Type type) => type == typeof(string) ? null : type.GetInterfaces().Append(type)
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];

    private static IEnumerable<string> NamesOf(Type type, string name) =>
        ItemOf(type) is { } item ? NamesOf(item, $"{name}{Level}0")
        : IsValue(type) ? [name]
        : PropertiesOf(type).SelectMany(property => NamesOf(property.PropertyType, $"{name}{Level}{property.Name}"));

    /// <summary>A line for each value that is set there.</summary>
    public IEnumerable<string> Unknown(IConfigurationSection given) =>
        from leaf in given.AsEnumerable()
        where leaf.Value is not null
        let name = leaf.Key.Replace(ConfigurationPath.KeyDelimiter, Level, StringComparison.Ordinal)
        select $"{name}: there is no such setting.{(Nearest(name) is { } nearest ? $" Did you mean {nearest}?" : "")}";

    /// <summary>
    /// Settings that miss the section: written without its name (<c>WhatsApp__VerifyToken</c>), with another
    /// (<c>Balco__Key</c>), or with single underscores (<c>BALCAO_KEY</c>). All else in the environment belongs to others.
    /// </summary>
    public IEnumerable<string> Misplaced(IConfiguration configuration)
    {
        var parts = PropertiesOf(_type).Where(property => !IsValue(property.PropertyType)).Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var bare = _all.ToDictionary(Bare);
        foreach (var other in configuration.GetChildren().Where(child => !child.Key.Equals(_section, StringComparison.OrdinalIgnoreCase)))
        {
            var isSection = other.GetChildren().Any();
            if (!isSection && bare.TryGetValue(Bare(other.Key), out var meant)) yield return $"{other.Key}: there is no such setting. Did you mean {meant}?";
            if (!isSection || (!parts.Contains(other.Key) && Distance(other.Key, _section) > 2)) continue;
            foreach (var line in Unknown(other)) yield return line;
        }
    }

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>By the last part of the name: a setting may be looked for in another section.</summary>
    private string? Nearest(string name)
    {
        var wanted = LastOf(name);
        var (nearest, distance) = _all.Select(known => (known, Distance(wanted, LastOf(known)))).MinBy(found => (found.Item2, Distance(name, found.known)));
        return distance <= Math.Max(1, wanted.Length / 3) ? nearest : null;
    }

    /// <summary>The last part that is not the place in a list.</summary>
    private static string LastOf(string name) => name.Split(Level).Last(part => !int.TryParse(part, out _));

    /// <summary>How many letters are to be added, left out, changed or swapped with the next, whatever their case.</summary>
    private static int Distance(string one, string other)
    {
        (one, other) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var steps = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }
                var isSame = one[i - 1] == other[j - 1];
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }
        return steps[one.Length, other.Length];
    }
}
