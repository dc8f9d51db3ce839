using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Balcao.Simulator.Graph;

namespace Balcao.Simulator.Media;

/// <summary>
/// <c>{app}/uploads</c> and <c>upload:…</c>: a file is uploaded in parts; the result is the handle that a template
/// header or a profile picture uses.
/// </summary>
public sealed class ResumableUploads
{
    const int LargestFile = 100 * 1024 * 1024;

    readonly ConcurrentDictionary<string, Session> sessions = new();

    public static async Task<GraphReply> Start(string appId, HttpContext http, SimulatorOptions options, ResumableUploads uploads)
    {
        if (appId != options.AppId && appId is not "app") return GraphError.NoSuchObject(appId, http.Request.Method);
        var body = await GraphEndpoints.ReadJsonAsync(http) ?? [];
        var (length, type) = (Given("file_length"), Given("file_type"));
        if (!long.TryParse(length, CultureInfo.InvariantCulture, out var size) || size is <= 0 or > LargestFile) return GraphError.Required("file_length");
        if (type is not ("application/pdf" or "image/jpeg" or "image/jpg" or "image/png" or "video/mp4")) return GraphError.InvalidParameter("Param file_type must be one of {application/pdf, image/jpeg, image/jpg, image/png, video/mp4}.");
        var id = "upload:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)).Replace('+', 'A').Replace('/', 'B');
        uploads.sessions[id] = new Session(size, type);
        return GraphReply.Ok(new JsonObject { ["id"] = id });

        string? Given(string name) => http.Request.Query[name].ToString() is { Length: > 0 } asked ? asked : body[name]?.ToString();
    }

    /// <summary>Adds the bytes from <c>file_offset</c> on; returns a handle when the file is complete.</summary>
    public async Task<GraphReply> AppendAsync(string id, HttpContext http)
    {
        if (!sessions.TryGetValue(id, out var session)) return GraphError.NoSuchObject(id, http.Request.Method);
        if (!long.TryParse(http.Request.Headers["file_offset"], CultureInfo.InvariantCulture, out var offset)) offset = 0;
        if (offset != session.Bytes.Length) return GraphError.InvalidParameter($"file_offset must be {session.Bytes.Length}.");
        await http.Request.Body.CopyToAsync(session.Bytes, http.RequestAborted);
        return session.Bytes.Length >= session.Length
            ? GraphReply.Ok(new JsonObject { ["h"] = $"4::{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(session.Type))}:{id["upload:".Length..]}" })
            : Progress(id, session);
    }

    public GraphReply Get(string id, HttpContext http) => sessions.TryGetValue(id, out var session) ? Progress(id, session) : GraphError.NoSuchObject(id, http.Request.Method);

    static GraphReply Progress(string id, Session session) => GraphReply.Ok(new JsonObject { ["id"] = id, ["file_offset"] = session.Bytes.Length });

    sealed record Session(long Length, string Type)
    {
        public MemoryStream Bytes { get; } = new();
    }
}
