using System.Globalization;
using System.Text.Json;

namespace Balcao.WhatsApp;

/// <summary>
/// Reads JSON whose shape is not guaranteed: numbers come as strings and strings as numbers, optional parts come as
/// null or in another shape. A member that cannot be read is null; these methods do not throw.
/// </summary>
internal static class LenientJson
{
    extension(JsonElement element)
    {
        public bool TryMember(ReadOnlySpan<byte> name, out JsonElement member)
        {
            if (element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out member))
                return member.ValueKind is not JsonValueKind.Null;
            member = default;
            return false;
        }

        public string? Text(ReadOnlySpan<byte> name) => element.TryMember(name, out var member) ? member.AsText() : null;

        public long? Integer(ReadOnlySpan<byte> name) => element.TryMember(name, out var member) ? member.AsInteger() : null;

        public int? SmallInteger(ReadOnlySpan<byte> name) =>
            element.Integer(name) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

        public double? Number(ReadOnlySpan<byte> name)
        {
            if (!element.TryMember(name, out var member))
                return null;
            var read = member.ValueKind switch
            {
                JsonValueKind.Number when member.TryGetDouble(out var number) => number,
                JsonValueKind.String when double.TryParse(member.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
                _ => double.NaN,
            };
            return double.IsFinite(read) ? read : null;
        }

        public decimal? Amount(ReadOnlySpan<byte> name) => !element.TryMember(name, out var member) ? null : member.ValueKind switch
        {
            JsonValueKind.Number when member.TryGetDecimal(out var number) => number,
            JsonValueKind.String when decimal.TryParse(member.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

        public bool? Flag(ReadOnlySpan<byte> name) => !element.TryMember(name, out var member) ? null : member.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => member.AsInteger() is { } number ? number != 0 : null,
            JsonValueKind.String => member.GetString() switch
            {
                "true" or "True" or "1" => true,
                "false" or "False" or "0" => false,
                _ => null,
            },
            _ => null,
        };

        /// <summary>Unix seconds as a string or a number. Values from the year 5138 on are treated as milliseconds.</summary>
        public DateTimeOffset? Instant(ReadOnlySpan<byte> name)
        {
            const long FirstTakenForMilliseconds = 100_000_000_000;
            const long LastMillisecond = 253_402_300_799_999;
            return element.Integer(name) switch
            {
                null or < 0 or > LastMillisecond => null,
                { } seconds and < FirstTakenForMilliseconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
                { } milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
            };
        }

        public T? Part<T>(ReadOnlySpan<byte> name, Func<JsonElement, T> read) where T : class =>
            element.TryMember(name, out var member) && member.ValueKind is JsonValueKind.Object ? read(member) : null;

        /// <summary>The objects of a list; anything else in it is skipped.</summary>
        public IReadOnlyList<T> List<T>(ReadOnlySpan<byte> name, Func<JsonElement, T> read) where T : class
        {
            var elements = element.Elements(name);
            if (elements.Count == 0)
                return [];
            var items = new List<T>(elements.Count);
            foreach (var item in elements)
                if (item.ValueKind is JsonValueKind.Object)
                    items.Add(read(item));
            return items;
        }

        public T? First<T>(ReadOnlySpan<byte> name, Func<JsonElement, T> read) where T : class =>
            element.List(name, read) is [var first, ..] ? first : null;

        /// <summary>
        /// The elements of a list without its nulls. A value that is not a list is returned as the only element.
        /// </summary>
        public IReadOnlyList<JsonElement> Elements(ReadOnlySpan<byte> name)
        {
            if (!element.TryMember(name, out var member))
                return [];
            if (member.ValueKind is not JsonValueKind.Array)
                return [member];
            var elements = new List<JsonElement>(member.GetArrayLength());
            foreach (var item in member.EnumerateArray())
                if (item.ValueKind is not JsonValueKind.Null)
                    elements.Add(item);
            return elements;
        }

        /// <summary>The raw JSON of a member, for callers that know its shape; null if absent.</summary>
        public string? Raw(ReadOnlySpan<byte> name) => element.TryMember(name, out var member) ? member.GetRawText() : null;

        private string? AsText() => element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

        private long? AsInteger() => element.ValueKind switch
        {
            JsonValueKind.Number when element.TryGetInt64(out var number) => number,
            JsonValueKind.Number when element.TryGetDecimal(out var number) => Truncated(number),
            JsonValueKind.String when long.TryParse(element.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) => number,
            JsonValueKind.String when decimal.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Truncated(number),
            _ => null,
        };
    }

    private static long? Truncated(decimal number) =>
        decimal.Truncate(number) is >= long.MinValue and <= long.MaxValue ? (long)number : null;
}
