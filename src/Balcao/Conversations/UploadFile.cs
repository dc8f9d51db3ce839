using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Files;
using Balcao.Platform.Sound;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Balcao.Conversations;

/// <summary>
/// Stores a file for a message that is not written yet. Its bytes are checked here: WhatsApp itself would accept a wrong file
/// and fail the message later.
/// </summary>
public static class UploadFile
{
    /// <summary>The room for the multipart headers around the largest file.</summary>
    private const int FrameLength = 64 * 1024;

    private const int LongestName = 200;

    /// <summary>The size as received from the browser; as WAV, the largest format, it is eight minutes.</summary>
    private const long LargestRecording = 16 * 1024 * 1024;

    private const string VoiceType = "audio/ogg";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/uploads", Handle)
        .RequireAuthorization(Permission.ServeChats)
        .WithMetadata(new WithoutUnitOfWork(), BodyLimit.Own)
        .AddOpenApiOperationTransformer(DescribeBodyAsync)
        .WithSummary("Keeps a file for a message to come (one part named file); judged by its bytes, refused with media.*. ?as=document, voice (a recording of a browser, kept as Ogg/Opus) or sticker. Unused ones go after a day.");

    private static async Task<Results<Ok<UploadItem>, ProblemHttpResult>> Handle(
        HttpRequest request, CurrentAgent agent, IMediaRules rules, ContentStore store, SoundRoom sounds, StoredBytes stored, UnitsOfWork units, TimeProvider time, CancellationToken ct,
        [FromQuery(Name = "as")] string? sendAs = null)
    {
        if (!request.HasFormContentType) return MediaRefusals.NotMultipart.ToProblem();
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = rules.Largest + FrameLength;
        if (request.ContentLength > rules.Largest + FrameLength) return MediaRefusals.TooLarge(rules.Largest).ToProblem();
        if (await stored.CheckAsync(agent.TenantId, 0, ct) is { } full) return full.ToProblem();
        if (await FilePartAsync(request, ct) is not { } part) return InputRefusals.Required("file").ToProblem();

        SendAs? wanted = Enum.TryParse<SendAs>(sendAs, ignoreCase: true, out var named) ? named : null;
        using var received = await store.ReceiveAsync(part.Body, rules.Largest, ct);
        if (received is null) return MediaRefusals.TooLarge(rules.Largest).ToProblem();
        if (received.Size == 0) return MediaRefusals.Empty.ToProblem();
        var (name, type) = (CleanName(part.Name), part.Type);
        // WhatsApp accepts Ogg/Opus with two channels but fails it later; it plays one channel.
        var isRecording = wanted is SendAs.Voice || (wanted is null && OggOpus.ChannelsOf(received.Head) is > 1);
        var (note, unusable) = isRecording ? await AsVoiceNoteAsync(store, sounds, agent.TenantId, received, ct) : (null, null);
        using var converted = note;
        if (unusable is not null) return unusable.ToProblem();
        if (converted is not null) (name, type) = (Path.ChangeExtension(name.Length > 0 ? name : "audio", ".ogg"), VoiceType);
        var draft = converted ?? received;
        var verdict = rules.Judge(name, type, draft.Head, draft.Size, wanted);
        if (verdict.Refusal is { } refusal) return refusal.ToProblem();

        if (await stored.CheckAsync(agent.TenantId, draft.Size, ct) is { } fuller) return fuller.ToProblem();

        store.Keep(agent.TenantId, draft);
        var now = time.GetUtcNow();
        var upload = new Upload
        {
            TenantId = agent.TenantId, Id = UploadId.New(now), AgentId = agent.Id, Kind = verdict.Kind, MimeType = verdict.MimeType,
            FileName = verdict.FileName, Sha256 = draft.Sha256, Size = draft.Size, CreatedAt = now,
        };
        await units.WriteAsync(TenantScope.Of(agent.TenantId), open =>
        {
            open.Db.Add(upload);
            return Task.CompletedTask;
        }, ct);
        stored.Add(agent.TenantId, draft.Size);
        return TypedResults.Ok(new UploadItem(upload.Id, upload.Kind, upload.MimeType, upload.FileName, upload.Size));
    }

    /// <summary>
    /// Only describes the body in the API document. As a condition of the route, another content type would be refused
    /// before authentication.
    /// </summary>
    private static Task DescribeBodyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var form = new OpenApiSchema
        {
            Type = JsonSchemaType.Object, Required = new HashSet<string> { "file" }, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = file },
        };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new() { Schema = form } },
        };
        return Task.CompletedTask;
    }

    /// <summary>
    /// Converts a recording. How long it is decides before anything is decoded: a file of 90 KB may say that it lasts for hours.
    /// The work ends with the request.
    /// </summary>
    private static async Task<(ContentDraft? Note, Refusal? Unusable)> AsVoiceNoteAsync(
        ContentStore store, SoundRoom sounds, TenantId tenant, ContentDraft recording, CancellationToken ct)
    {
        if (recording.Size > LargestRecording) return (null, MediaRefusals.VoiceUnreadable);
        using var place = await sounds.EnterAsync(tenant, ct);
        var bytes = await store.ReadAsync(recording, ct);
        if (VoiceNote.LengthOf(bytes) > VoiceNote.Longest) return (null, MediaRefusals.VoiceTooLong);
        if (VoiceNote.Of(bytes, ct) is not { } note) return (null, MediaRefusals.VoiceUnreadable);
        using var content = new MemoryStream(note);
        return (await store.ReceiveAsync(content, note.Length, ct), null);
    }

    private sealed record FilePart(string Name, string? Type, Stream Body);

    /// <summary>The first part that is a file; read as a stream, never into memory as a whole.</summary>
    private static async Task<FilePart?> FilePartAsync(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return null;
        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
                    return new FilePart(NameOf(disposition), section.ContentType, new ClientStream(section.Body));
            }
        }
        catch (Exception e) when (ClientStream.IsFault(e))
        {
            throw ClientStream.Unreadable(e);
        }
        return null;
    }

    private static string NameOf(ContentDispositionHeaderValue disposition) =>
        HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();

    /// <summary>The file name without a path and control characters; the extension is kept if the name is shortened.</summary>
    internal static string CleanName(string name)
    {
        var last = name.LastIndexOfAny(['/', '\\']);
        var clean = string.Concat(name[(last + 1)..].Where(c => !char.IsControl(c) && c != '\ufffe')).Trim().TrimStart('.');
        if (clean.Length <= LongestName) return clean;
        var extension = Path.GetExtension(clean);
        return extension.Length is > 0 and < 12 ? Clip.To(clean, LongestName - extension.Length) + extension : Clip.To(clean, LongestName);
    }
}
