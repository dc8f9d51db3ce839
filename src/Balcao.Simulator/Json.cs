using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Balcao.Simulator;

/// <summary>Reads JSON tolerantly: a member of another type is treated as absent.</summary>
static class Json
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    extension(JsonObject json)
    {
        public JsonObject? Object(string name) => json[name] as JsonObject;

        public JsonArray? Array(string name) => json[name] as JsonArray;

        public string? Text(string name) => json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

        public bool Is(string name) => json[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

        /// <summary>A number, or a string that holds one.</summary>
        public double? Number(string name) => json[name] is not JsonValue value ? null
            : value.TryGetValue(out double number) ? number
            : value.TryGetValue(out string? text) && double.TryParse(text, CultureInfo.InvariantCulture, out number) ? number
            : null;
    }

    public static IEnumerable<JsonObject> Objects(this JsonArray? array) => array?.OfType<JsonObject>() ?? [];

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonObject? json)
    {
        try
        {
            json = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            json = null;
        }
        return json is not null;
    }

    /// <summary>Meta writes instants as strings of Unix seconds in messages and statuses.</summary>
    public static string UnixText(this DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
