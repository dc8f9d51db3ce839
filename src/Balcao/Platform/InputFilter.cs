using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Balcao.Contract;

namespace Balcao.Platform;

/// <summary>
/// Refuses, for every request under <c>/api</c>, what no handler expects: null where the contract has a value (also within a list), text
/// that cannot be stored or compared, a name of an enum that does not exist. The refusal names the field.
/// </summary>
internal sealed class InputFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        (QueryRefusal(context.HttpContext.Request.Query) ?? BodyRefusal(context.Arguments)) is { } refusal
            ? ValueTask.FromResult<object?>(refusal.ToProblem())
            : next(context);

    private static Refusal? QueryRefusal(IQueryCollection query) =>
        query.FirstOrDefault(asked => !asked.Value.All(UsableText.Is)) is { Key: { } name } ? InputRefusals.Invalid(name) : null;

    private static Refusal? BodyRefusal(IList<object?> arguments)
    {
        foreach (var argument in arguments)
            if (argument is not null && ContractFaults.IsOfContract(argument.GetType()) && ContractFaults.Find(argument) is var (path, isMissing))
                return isMissing ? InputRefusals.Required(path) : InputRefusals.Invalid(path);
        return null;
    }
}

/// <summary>
/// Text that every database and every comparison takes. PostgreSQL refuses U+0000 and half a surrogate pair; normalization throws at
/// half a pair and at U+FFFE, which is no character (Unicode 16, 23.7).
/// </summary>
public static class UsableText
{
    public static bool Is(string? text)
    {
        var rest = text.AsSpan();
        if (rest.IndexOfAny('\0', '\ufffe') >= 0) return false;
        while (rest.IndexOfAnyInRange('\ud800', '\udfff') is var at and >= 0)
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var length) is not OperationStatus.Done) return false;
            rest = rest[(at + length)..];
        }
        return true;
    }
}

/// <summary>Walks a request of the contract by its types, which say what may be null.</summary>
internal static class ContractFaults
{
    private static readonly ConcurrentDictionary<Type, Member[]> Known = new();

    public static bool IsOfContract(Type type) => type.IsClass && type.Assembly == typeof(ContractJson).Assembly;

    /// <summary>The first fault, by the field's path in JSON; null if there is none.</summary>
    public static (string Path, bool IsMissing)? Find(object part)
    {
        foreach (var member in Known.GetOrAdd(part.GetType(), MembersOf))
            if (Find(member.Property.GetValue(part), member.Shape) is var (path, isMissing))
                return (path.Length == 0 || path[0] == '[' ? member.Name + path : $"{member.Name}.{path}", isMissing);
        return null;
    }

    /// <returns>The path within the value; empty: the value itself.</returns>
    private static (string Path, bool IsMissing)? Find(object? value, Shape shape) => value switch
    {
        null => shape.MayBeNull ? null : ("", true),
        string text => UsableText.Is(text) ? null : ("", false),
        Enum choice => Enum.IsDefined(choice.GetType(), choice) ? null : ("", false),
        IEnumerable list => FindIn(list, shape.Element ?? Shape.Anything),
        _ when IsOfContract(value.GetType()) => Find(value),
        _ => null,
    };

    private static (string Path, bool IsMissing)? FindIn(IEnumerable list, Shape element)
    {
        var index = 0;
        foreach (var item in list)
        {
            if (Find(item, element) is var (path, isMissing))
                return (path.Length == 0 || path[0] == '[' ? $"[{index}]{path}" : $"[{index}].{path}", isMissing);
            index++;
        }
        return null;
    }

    private static Member[] MembersOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               where property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0
               select new Member(JsonNamingPolicy.CamelCase.ConvertName(property.Name), property, Shape.Of(nullability.Create(property))),
        ];
    }

    private sealed record Member(string Name, PropertyInfo Property, Shape Shape);

    private sealed record Shape(bool MayBeNull, Shape? Element)
    {
        public static Shape Anything { get; } = new(true, null);

        public static Shape Of(NullabilityInfo info) => new(
            info.ReadState is not NullabilityState.NotNull,
            (info.ElementType ?? info.GenericTypeArguments.FirstOrDefault()) is { } element ? Of(element) : null);
    }
}
