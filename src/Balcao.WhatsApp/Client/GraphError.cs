using System.Text.Json;

namespace Balcao.WhatsApp.Client;

/// <summary>
/// An error of the Graph API. Callers decide by <see cref="Class"/>, <see cref="Code"/> and <see cref="Details"/>, not
/// by titles or the HTTP status.
/// </summary>
public sealed record GraphError
{
    private const int LongestRawBody = 4000;

    /// <summary>Null if the answer was not a Graph error, for example a gateway's error page.</summary>
    public int? Code { get; init; }
    public int? Subcode { get; init; }
    public string? Type { get; init; }
    public string? Message { get; init; }
    /// <summary>Meta's specific description of the error.</summary>
    public string? Details { get; init; }
    public string? UserTitle { get; init; }
    public string? UserMessage { get; init; }
    public bool IsTransient { get; init; }
    /// <summary>The trace id that Meta's support asks for.</summary>
    public string? TraceId { get; init; }
    public int HttpStatus { get; init; }
    /// <summary>From the Retry-After header, if it gave seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }
    /// <summary>The beginning of the body, if it was not a Graph error.</summary>
    public string? RawBody { get; init; }

    /// <summary>
    /// True for answers of the host that serves media bytes; its 401 and 404 mean that the address has expired.
    /// </summary>
    public bool IsFromMediaHost { get; init; }

    /// <summary>How to handle the error. Without a code only the HTTP status decides.</summary>
    public GraphErrorClass Class => Code is { } code
        ? GraphErrors.Classify(code, Subcode) is var known and not GraphErrorClass.Unknown ? known
            : IsTransient ? GraphErrorClass.Retry : GraphErrorClass.Unknown
        : HttpStatus switch
        {
            429 => GraphErrorClass.ThrottleNumber,
            >= 500 => GraphErrorClass.Retry,
            _ when IsFromMediaHost => GraphErrorClass.MediaProblem,
            401 => GraphErrorClass.Auth,
            _ => GraphErrorClass.Unknown,
        };

    /// <summary>Null if the JSON holds no error object.</summary>
    internal static GraphError? Read(JsonElement root, int httpStatus, TimeSpan? retryAfter)
    {
        if (!root.TryMember("error"u8, out var json) || json.ValueKind is not JsonValueKind.Object)
            return null;
        return new()
        {
            Code = json.SmallInteger("code"u8),
            Subcode = json.SmallInteger("error_subcode"u8),
            Type = json.Text("type"u8),
            Message = json.Text("message"u8),
            Details = json.TryMember("error_data"u8, out var more) ? more.Text("details"u8) : null,
            UserTitle = json.Text("error_user_title"u8),
            UserMessage = json.Text("error_user_msg"u8),
            IsTransient = json.Flag("is_transient"u8) ?? false,
            TraceId = json.Text("fbtrace_id"u8),
            HttpStatus = httpStatus,
            RetryAfter = retryAfter,
        };
    }

    internal static GraphError OfRaw(string body, int httpStatus, TimeSpan? retryAfter) => new()
    {
        HttpStatus = httpStatus,
        RetryAfter = retryAfter,
        RawBody = body.Length > LongestRawBody ? body[..LongestRawBody] : body,
    };
}
