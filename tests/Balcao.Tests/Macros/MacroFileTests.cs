using System.Net;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Macros;

/// <summary>Macros have files, which come from uploads.</summary>
public sealed class MacroFileTests(BalcaoApp app) : HttpTests(app)
{
    private static int _count;

    private static string Name(string word) => $"{word} {Interlocked.Increment(ref _count)}";

    [Fact, Rule("A9")]
    public async Task Files_come_from_uploads_are_read_by_who_sees_the_macro_and_go_with_it()
    {
        var (clara, name) = (As(Clara).Api, Name("Arquivos"));
        var first = await clara.UploadAsync(Pdf("um"), "um.pdf", "application/pdf", ct: Cancel);
        var second = await clara.UploadAsync(Pdf("dois"), "dois.pdf", "application/pdf", ct: Cancel);
        var request = new SaveMacroRequest { Name = name, GroupId = Atendimento, Actions = [], Files = [new() { UploadId = first.Id }, new() { UploadId = second.Id }] };

        var macro = await CreateAsync(request);
        Assert.Equal(["um.pdf", "dois.pdf"], macro.Files.Select(f => f.FileName));
        var url = BalcaoApi.MacroFileUrl(macro.Id, macro.Files[0].Id);
        Assert.Equal("%PDF-1.7 um", await (await As(Ana).GetAsync(url, Cancel)).Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await As(Davi).GetAsync(url, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await As(Renata).GetAsync(url, Cancel)).StatusCode);
        Assert.Equal("media.uploadNotFound", (await CreateAsync(request with { Name = Name("De novo") }).Refused()).Code);

        var swapped = await clara.SaveMacroAsync(macro.Id, request with { Files = [new() { FileId = macro.Files[1].Id }, new() { FileId = macro.Files[0].Id }] }, Cancel);
        Assert.Equal(["dois.pdf", "um.pdf"], swapped.Files.Select(f => f.FileName));
        var fewer = await clara.SaveMacroAsync(macro.Id, request with { Files = [new() { FileId = macro.Files[1].Id }] }, Cancel);
        Assert.Equal("dois.pdf", Assert.Single(fewer.Files).FileName);
        Assert.Equal(HttpStatusCode.NotFound, (await As(Ana).GetAsync(url, Cancel)).StatusCode);
        await clara.DeleteMacroAsync(macro.Id, Cancel);

        // They are uploads again, so that the sweep takes their content.
        var names = await App.ReadAsync(LojaExemplo, db => db.Set<Upload>().Where(u => u.AgentId == Clara.Id).Select(u => u.FileName).ToListAsync(Cancel));
        Assert.Equal(["dois.pdf", "um.pdf"], names.Where(n => n is "um.pdf" or "dois.pdf").Order());
    }

    [Fact]
    public async Task Wrong_files_are_refused_and_name_the_field()
    {
        var theirs = await As(Renata).Api.UploadAsync(Pdf("delas"), "delas.pdf", "application/pdf", ct: Cancel);
        var others = await As(Ana).Api.UploadAsync(Pdf("da Ana"), "ana.pdf", "application/pdf", ct: Cancel);
        var own = await As(Clara).Api.UploadAsync(Pdf("da Clara"), "clara.pdf", "application/pdf", ct: Cancel);

        Assert.Equal(("media.uploadNotFound", "files[0].uploadId"), await RefusedAsync(new MacroFileChoice { UploadId = theirs.Id }));
        Assert.Equal(("media.uploadNotFound", "files[0].uploadId"), await RefusedAsync(new MacroFileChoice { UploadId = others.Id }));
        Assert.Equal(("input.invalid", "files[0].fileId"), await RefusedAsync(new MacroFileChoice { FileId = MacroFileId.New(App.Time.GetUtcNow()) }));
        Assert.Equal(("input.invalid", "files[0]"), await RefusedAsync(new MacroFileChoice()));
        Assert.Equal(("input.invalid", "files[1]"), await RefusedAsync(new() { UploadId = own.Id }, new() { UploadId = own.Id }));
        Assert.Equal(("message.tooMany", "files"), await RefusedAsync([.. Enumerable.Repeat(new MacroFileChoice { UploadId = own.Id }, MacroLimits.Files + 1)]));

        async Task<(string, string?)> RefusedAsync(params MacroFileChoice[] files) =>
            await CreateAsync(new() { Name = Name("Errada"), Actions = [], Files = files }).Refused() is var problem ? (problem.Code, problem.Field) : default;
    }

    [Fact]
    public async Task A_file_that_a_macro_has_outlives_the_sweep_of_unused_uploads()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        var clara = world.As(Clara).Api;
        var kept = await clara.UploadAsync(Pdf("fica"), "fica.pdf", "application/pdf", ct: Cancel);
        var macro = await clara.CreateMacroAsync(new() { Name = "Fica", Actions = [], Files = [new() { UploadId = kept.Id }] }, Cancel);
        // The same content again, and unused.
        await clara.UploadAsync(Pdf("fica"), "fica.pdf", "application/pdf", ct: Cancel);
        world.LetPass(TimeSpan.FromDays(3));
        await world.Services.GetRequiredService<UploadsSweep>().RunAsync(Cancel);

        Assert.Equal("%PDF-1.7 fica", await (await world.As(Clara).GetAsync(BalcaoApi.MacroFileUrl(macro.Id, macro.Files[0].Id), Cancel)).Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task The_files_of_macros_and_of_notes_count_for_what_a_tenant_may_store()
    {
        var renata = As(Renata).Api;
        var ofMacro = await renata.UploadAsync(Pdf(new string('m', 600_000)), "macro.pdf", "application/pdf", ct: Cancel);
        var ofNote = await renata.UploadAsync(Pdf(new string('n', 600_000)), "nota.pdf", "application/pdf", ct: Cancel);
        await renata.CreateMacroAsync(new() { Name = Name("Grande"), Actions = [], Files = [new() { UploadId = ofMacro.Id }] }, Cancel);
        var ticket = (await App.ChatWaiting(NumeroDaOutra, GrupoDaOutra, new Customer("Cliente", "5511946600001"))).Ticket;
        await renata.AddTicketNoteAsync(ticket, new() { Id = TicketActionId.New(App.Time.GetUtcNow()), UploadId = ofNote.Id }, Cancel);

        Assert.NotNull(await Limited(1).CheckAsync(OutraEmpresa, 0, Cancel));
        Assert.Null(await Limited(2).CheckAsync(OutraEmpresa, 0, Cancel));

        StoredBytes Limited(int megabytes) => new(
            App.Services.GetRequiredService<UnitsOfWork>(), App.Services.GetServices<IFileUse>(), new Limits { StoredMegabytes = megabytes }, App.Time);
    }

    private static MemoryStream Pdf(string content) => new(System.Text.Encoding.UTF8.GetBytes("%PDF-1.7 " + content));

    private Task<MacroItem> CreateAsync(SaveMacroRequest request) => As(Clara).Api.CreateMacroAsync(request, Cancel);
}
