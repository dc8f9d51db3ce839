using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

/// <summary>
/// The files of a macro come from uploads and go back to be uploads, which the sweep deletes after a day: their content stays as long
/// as a message needs it.
/// </summary>
internal static class MacroFiles
{
    /// <summary>Gives the macro these files and no others. Null if it was done; otherwise nothing has changed.</summary>
    public static async Task<Refusal?> ReplaceAsync(BalcaoDb db, MacroId macro, CurrentAgent agent, IReadOnlyList<MacroFileChoice> wanted, DateTimeOffset now, CancellationToken ct)
    {
        var before = await db.MacroFiles.Of(macro).ToListAsync(ct);
        var uploadIds = wanted.Select(w => w.UploadId).OfType<UploadId>().ToArray();
        var uploads = uploadIds.Length == 0 ? [] : await db.Uploads.Where(u => uploadIds.Contains(u.Id) && u.AgentId == agent.Id).ToListAsync(ct);
        foreach (var (index, choice) in wanted.Index())
        {
            if (choice.FileId is null == choice.UploadId is null || wanted.Take(index).Contains(choice)) return InputRefusals.Invalid($"files[{index}]");
            if (choice.FileId is { } kept && before.TrueForAll(f => f.Id != kept)) return InputRefusals.Invalid($"files[{index}].fileId");
            if (choice.UploadId is { } added && uploads.TrueForAll(u => u.Id != added)) return MediaRefusals.UploadNotFound.About($"files[{index}].uploadId");
        }

        foreach (var (place, choice) in wanted.Index())
        {
            if (choice.FileId is { } kept) before.Single(f => f.Id == kept).Place = place;
            else db.Add(FileOf(macro, uploads.Single(u => u.Id == choice.UploadId), place, now));
        }
        db.RemoveRange(uploads);
        GiveBack(db, before.Where(f => wanted.All(w => w.FileId != f.Id)), agent, now);
        return null;
    }

    public static void GiveBack(BalcaoDb db, IEnumerable<MacroFile> files, CurrentAgent agent, DateTimeOffset now)
    {
        foreach (var file in files)
        {
            db.Remove(file);
            db.Add(new Upload
            {
                TenantId = file.TenantId, Id = UploadId.New(now), AgentId = agent.Id, Kind = file.Kind, MimeType = file.MimeType, FileName = file.FileName,
                Sha256 = file.Sha256, Size = file.Size, CreatedAt = now,
            });
        }
    }

    private static MacroFile FileOf(MacroId macro, Upload upload, int place, DateTimeOffset now) => new()
    {
        TenantId = upload.TenantId, Id = MacroFileId.New(now), MacroId = macro, Place = place, Kind = upload.Kind, MimeType = upload.MimeType,
        FileName = upload.FileName, Sha256 = upload.Sha256, Size = upload.Size,
    };
}

/// <summary>The files of macros are in use.</summary>
internal sealed class MacroFileUse : IFileUse
{
    public IQueryable<FileInUse> Of(BalcaoDb db) => db.MacroFiles.Select(f => new FileInUse { TenantId = f.TenantId, Sha256 = f.Sha256, Size = f.Size });
}
