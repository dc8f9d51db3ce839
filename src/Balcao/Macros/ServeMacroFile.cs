using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

public static class ServeMacroFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/macros/{id}/files/{fileId}", Handle).RequireAuthorization(Permission.Read)
        .WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(ServeMacroFile)).WithSummary("Read a file of a macro").WithTags("Macros")
        .WithDescription("In ranges if asked so; for people who may see the macro. Everything but pictures, sound and video is a download.");

    static async Task<Results<FileStreamHttpResult, NotFound>> Handle(
        MacroId id, MacroFileId fileId, CurrentAgent agent, UnitsOfWork units, ContentStore store, IMediaRules rules, HttpContext http, CancellationToken ct)
    {
        // The transaction ends before the first byte is sent.
        var found = await units.ReadAsync(TenantScope.Of(agent.TenantId), open =>
        {
            var macros = open.Db.Macros.VisibleTo(agent, open.Db);
            return open.Db.MacroFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId && f.MacroId == id && macros.Any(m => m.Id == f.MacroId), ct);
        }, ct);
        if (found is null) return TypedResults.NotFound();
        return await ServeMedia.AnswerAsync(http, store, rules, new ServedFile(agent.TenantId, found.Sha256, found.MimeType, UploadFile.CleanName(found.FileName)), ct);
    }
}
