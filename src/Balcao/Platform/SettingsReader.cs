using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Balcao.Platform;

/// <summary>
/// Reads a section of the configuration into its class, and refuses the start if something is wrong with it: a name that the class
/// does not have, a value that is no such value, or one that the attributes of its property forbid. Faults name the setting as an
/// environment variable; what was given is not repeated, because it may be a secret.
/// </summary>
public static class SettingsReader
{
    public const string Section = "Balcao";

    private const string Level = "__";

    /// <summary>The environment variable of one of <see cref="Settings"/>.</summary>
    public static string NameOf(params IEnumerable<string> path) => string.Join(Level, path.Prepend(Section));

    /// <param name="defaults">What is not set stays as it is here; null: as the class says.</param>
    /// <exception cref="StartRefusedException">With a line for each fault.</exception>
    public static T Read<T>(IConfiguration configuration, string section = Section, T? defaults = null) where T : class, new()
    {
        var names = SettingNames.Of(typeof(T), section);
        var given = configuration.GetSection(section);
        var faults = names.Misplaced(configuration).Concat(FaultsOf(given, typeof(T), names)).ToList();
        var settings = defaults ?? new T();
        if (faults.Count == 0)
        {
            given.Bind(settings);
            faults.AddRange(Forbidden(settings, section));
        }
        return faults.Count == 0 ? settings : throw new StartRefusedException(faults);
    }

    private static IEnumerable<string> FaultsOf(IConfigurationSection given, Type type, SettingNames names)
    {
        var name = given.Path.Replace(ConfigurationPath.KeyDelimiter, Level, StringComparison.Ordinal);
        if (SettingNames.ItemOf(type) is { } item)
        {
            if (given.Value is { Length: > 0 }) yield return $"{name}: is a list. Write {name}{Level}0 for its first value.";
            foreach (var child in given.GetChildren())
                foreach (var fault in int.TryParse(child.Key, out _) ? FaultsOf(child, item, names) : names.Unknown(child))
                    yield return fault;
        }
        else if (SettingNames.IsValue(type))
        {
            foreach (var line in given.GetChildren().SelectMany(names.Unknown)) yield return line;
            if (given.Value is { } value && !IsValid(value, type)) yield return $"{name}: must be {Expected(type)}.";
        }
        else
        {
            var properties = SettingNames.PropertiesOf(type).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
            foreach (var child in given.GetChildren())
                foreach (var fault in properties.TryGetValue(child.Key, out var property) ? FaultsOf(child, property.PropertyType, names) : names.Unknown(child))
                    yield return fault;
        }
    }

    private static bool IsValid(string value, Type type)
    {
        if (value.Length == 0 && Nullable.GetUnderlyingType(type) is not null) return true;
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return $"one of {string.Join(", ", Enum.GetNames(type))}";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(TimeSpan)) return "a time such as 00:00:30";
        return type == typeof(int) || type == typeof(long) ? "a whole number" : $"a {type.Name}";
    }

    /// <summary>What the attributes of the properties forbid, here and in the settings within.</summary>
    private static IEnumerable<string> Forbidden(object settings, string name)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true);
        foreach (var result in results) yield return $"{name}{Level}{string.Join(Level, result.MemberNames)}: {result.ErrorMessage}";
        foreach (var property in SettingNames.PropertiesOf(settings.GetType()))
        {
            if (SettingNames.IsValue(property.PropertyType) || property.GetValue(settings) is not { } value) continue;
            var within = value is IEnumerable list ? list.Cast<object>().Index().Select(item => (item.Item, Name: $"{Level}{item.Index}")) : [(value, "")];
            foreach (var (item, place) in within)
                if (!SettingNames.IsValue(item.GetType()))
                    foreach (var fault in Forbidden(item, $"{name}{Level}{property.Name}{place}")) yield return fault;
        }
    }
}
